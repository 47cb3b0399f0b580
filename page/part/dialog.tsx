// A question before what cannot be undone, or a form of its own: the browser's own dialog, which keeps the keyboard inside and closes by Escape.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Refusal } from "../api.ts";
import { dialog as words } from "../words/frame.ts";
import { Refused } from "./asked.tsx";

export function Dialog({
  title,
  onClose,
  actions,
  children,
}: {
  title: string;
  onClose: () => void;
  /** Beside the button that closes it. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {actions === undefined ? words.close : words.cancel}
        </button>
        {actions}
      </div>
    </dialog>
  );
}

/** Asks before something is done, and tells where it is refused. */
export function Confirm({
  title,
  act,
  action,
  onClose,
  children,
}: {
  title: string;
  /** On the button that does it. */
  act: string;
  action: { run: () => unknown; isBusy: boolean; refusal: Refusal | undefined };
  onClose: () => void;
  children: ComponentChildren;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <button type="button" class="main danger" disabled={action.isBusy} onClick={() => void action.run()}>
          {act}
        </button>
      }
    >
      {children}
      {action.refusal !== undefined && <Refused refusal={action.refusal} />}
    </Dialog>
  );
}
