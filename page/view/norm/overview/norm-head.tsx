// The top of a norm's page: what it is called, what it learns from, and what can be done with it.
import { hrefOf } from "../../../address.ts";
import { Head } from "../../../part/card.tsx";
import { count, day, minute } from "../../../part/format.ts";
import { quantityName } from "../../../part/quantity.ts";
import { head as words } from "../../../words/norm.ts";
import { groupsOf } from "../feature/groups.ts";
import type { Norm } from "../shapes.ts";

const NAMES_MAX = 8;

export function NormHead({
  norm: { norm, title, spec, rows, coefficients, inferred, target, unit },
  batches,
  newest,
  zone,
}: {
  norm: Norm;
  /** How many; undefined until that is known. */
  batches: string | undefined;
  newest: string | null | undefined;
  /** undefined where rows have no times. */
  zone: string | undefined;
}) {
  const { columns = [] } = spec ?? {};
  const groups =
    spec === null
      ? []
      : groupsOf(
          spec,
          coefficients.map(({ feature }) => feature),
        ).map(({ name }) => name);
  // What is made of a column alone is said by its name.
  const others = groups.filter((group) => group.includes(":") || !columns.some((column) => group.includes(column)));
  const all = [...columns, ...others];
  const from = all.length > NAMES_MAX ? [...all.slice(0, NAMES_MAX), words.more(count(all.length - NAMES_MAX))] : all;
  const named = from.length > 1 ? `${from.slice(0, -1).join(", ")}${words.and}${from.at(-1)}` : from.join("");
  const quantity = quantityName({ target, unit });
  const what = target && unit && quantity !== target ? words.inUnit(target, unit) : quantity;
  const time = newest && (inferred?.interval === "hourly" ? minute(newest, zone) : day(newest, zone));
  return (
    <Head
      title={title ?? norm}
      line={
        <>
          {named && words.sentence(what, named, zone)}{" "}
          {rows > 0
            ? words.rows(count(rows), batches ?? "…", batches === "1") + (time ? words.newest(time) : ".")
            : words.nothing}
        </>
      }
      actions={
        <>
          <a class="button" href={hrefOf(["norms", norm, "batches"])}>
            {words.addData}
          </a>
          <a class="button" href={hrefOf(["norms", norm, "features"])}>
            {words.features}
          </a>
          <a class="button main" href={hrefOf(["norms", norm, "savings"])}>
            {words.savings}
          </a>
        </>
      }
    />
  );
}
