// Said where a card needs rows, and the norm keeps none.
import { hrefOf } from "../../../address.ts";
import { Card } from "../../../part/card.tsx";
import { noRows as words } from "../../../words/norm.ts";
import type { Rows } from "./asks.ts";

export function NoRows({ norm, told: { rows_kept } }: { norm: string; told: Rows["told"] }) {
  const { keep, from } = rows_kept;
  const isWindow = from !== null;
  return (
    <Card title={words.title}>
      <div class="empty">
        <p>{isWindow ? words.window : keep === "none" ? words.none : words.gone(keep)}</p>
        {isWindow ? (
          <p>
            <a href={hrefOf(["norms", norm])}>{words.all}</a>
          </p>
        ) : (
          <p>
            {words.how} <a href={hrefOf(["norms", norm, "batches"])}>{words.toBatches}</a>
          </p>
        )}
      </div>
    </Card>
  );
}
