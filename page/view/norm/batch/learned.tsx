// What came of learning some rows: how well the norm knew them before, and whether they are still as it had learned.
import { hrefOf } from "../../../address.ts";
import { count, number, percent } from "../../../part/format.ts";
import { add as words } from "../../../words/norm-batches.ts";
import type { Trained } from "../shapes.ts";

export function Learned({ norm, learned }: { norm: string; learned: Trained }) {
  const { batch, rows, error, error_before, drift, warnings, replayed } = learned;
  return (
    <div class="said-of" role="status">
      <p>
        <strong>{replayed ? words.replayed(batch) : words.learned(count(rows.used), batch)}</strong>
      </p>
      {rows.skipped > 0 && <p>{words.skipped(count(rows.skipped))}</p>}
      {error !== null && (
        <p>
          {error_before === null
            ? words.first(percent(error.cvrmse))
            : words.errors(percent(error_before.cvrmse), percent(error.cvrmse))}
        </p>
      )}
      {drift !== null && (
        <p class={drift.flagged ? "warn" : "good"}>
          {drift.flagged ? words.drifted(number(drift.p_value, 2)) : words.obeys(number(drift.p_value, 2))}
        </p>
      )}
      {drift !== null && !drift.flagged && <p class="quiet">{words.drifting}</p>}
      {warnings.length > 0 && (
        <ul class="quiet">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <p>
        <a href={hrefOf(["norms", norm, "savings"])}>{words.see}</a>
      </p>
    </div>
  );
}
