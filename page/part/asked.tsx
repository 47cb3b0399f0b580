// What is shown of a question to the service: that it is awaited, that it was refused and why, that there is nothing, or the answer.
import type { ComponentChildren } from "preact";
import type { Asked as Answer, Refusal } from "../api.ts";
import { state as words } from "../words/frame.ts";
import { count } from "./format.ts";

export function Asked<Data>({
  of: { data, refusal, isAwaited, askAgain },
  empty,
  isEmpty,
  children,
}: {
  of: Answer<Data>;
  /** What is shown of an answer that holds nothing. */
  empty?: ComponentChildren;
  isEmpty?: (data: Data) => boolean;
  children: (data: Data) => ComponentChildren;
}) {
  if (refusal !== undefined) return <Refused refusal={refusal} tryAgain={askAgain} />;
  if (data === undefined) return <Loading />;
  return (
    <div class="answer" aria-busy={isAwaited}>
      {isEmpty?.(data) ? <div class="empty">{empty}</div> : children(data)}
    </div>
  );
}

export function Loading() {
  return (
    <div class="loading" role="status">
      <span>{words.loading}</span>
    </div>
  );
}

/** In the words of the service, with the path of each value that it names. */
export function Refused({ refusal, tryAgain }: { refusal: Refusal; tryAgain?: () => void }) {
  const { status, message, errors } = refusal;
  const title = status === 404 ? words.missing : status >= 400 && status < 500 ? words.refused : words.failed;
  return (
    <div class="refused" role="alert">
      <strong>{title}</strong>
      <p>{message}</p>
      <Faults errors={errors.slice(0, FAULTS_SEEN)} />
      {errors.length > FAULTS_SEEN && (
        <details>
          <summary>{words.more(count(errors.length - FAULTS_SEEN))}</summary>
          <Faults errors={errors.slice(FAULTS_SEEN)} />
        </details>
      )}
      {tryAgain !== undefined && (
        <button type="button" onClick={tryAgain}>
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}

const FAULTS_SEEN = 5;

function Faults({ errors }: Pick<Refusal, "errors">) {
  if (errors.length === 0) return null;
  return (
    <ul>
      {errors.map(({ path, message }) => (
        <li key={path + message}>
          {path !== "" && <code>{path}</code>} {message}
        </li>
      ))}
    </ul>
  );
}
