// The saving in one sentence, and its figures, each with what it means.
import { Figures } from "../../../part/figures.tsx";
import { count, number, percent } from "../../../part/format.ts";
import { savings as sentence, figures as words } from "../../../words/norm-savings.ts";
import type { Savings } from "../shapes.ts";

const ROUNDING = 1e-9;

/** As many digits as the ± leaves a meaning. */
export function amount(value: number | null | undefined): string {
  if (value === null || value === undefined) return number(value);
  return Math.abs(value) >= 1000 ? count(value) : number(value);
}

/** Less than what adding up rounds to is nothing, as where the norm has learned from these very rows. */
function savingOf({ saving, expected }: Savings["total"]): number {
  return Math.abs(saving) < ROUNDING * Math.abs(expected) ? 0 : saving;
}

/** "Between 1 Jan and 31 Dec 2017, office used 877 kWh (8.8 %) less than it should have, ± 268, 9 times in 10." */
export function sentenceOf(
  { total, level }: Savings,
  { name, from, to, unit }: { name: string; from: string | null; to: string | null; unit: string },
): string {
  const { saving_percent, uncertainty, is_significant } = total;
  const saving = savingOf(total);
  const said = `${amount(Math.abs(saving))}${unit && ` ${unit}`}`;
  const share = saving_percent === null ? "" : ` (${percent(Math.abs(saving_percent))})`;
  const often = sentence.often(level);
  const spread =
    uncertainty === null
      ? sentence.noSpread
      : is_significant
        ? sentence.sure(amount(uncertainty), often)
        : sentence.unsure(amount(uncertainty), often);
  const between = from === null || to === null ? "" : sentence.between(from, to);
  return between + sentence.used(name, said, share, saving >= 0) + spread;
}

export function ReportFigures({ savings, unit }: { savings: Savings; unit: string }) {
  const { total, rows, version, level, out_of_band } = savings;
  const { saving_percent, uncertainty, uncertainty_method, is_significant } = total;
  const saving = savingOf(total);
  // Of nothing there is no share.
  const uncertainty_percent = saving === 0 ? null : total.uncertainty_percent;
  const isLess = saving >= 0;
  const over = out_of_band.filter(({ consumption }) => consumption === "over").length;
  return (
    <Figures
      label={words.label}
      figures={[
        {
          name: words.actual,
          value: amount(total.actual),
          spread: unit,
          verdict: words.rows(count(rows.used), count(rows.received)),
        },
        { name: words.expected, value: amount(total.expected), spread: unit, verdict: words.expectedBy(version) },
        {
          name: isLess ? words.saving : words.more,
          value: amount(Math.abs(saving)),
          spread: [unit, saving_percent === null ? "" : percent(Math.abs(saving_percent))].filter(Boolean).join(", "),
          tone: is_significant ? (isLess ? "under" : "over") : undefined,
          verdict: is_significant === null ? words.untold : is_significant ? words.significant : words.chance,
          verdictTone: is_significant ? "good" : "warn",
        },
        {
          name: words.spread,
          value: uncertainty === null ? "–" : `± ${amount(uncertainty)}`,
          spread: [unit, uncertainty_percent === null ? "" : words.ofSaving(percent(uncertainty_percent, 0))]
            .filter(Boolean)
            .join(", "),
          verdict: uncertainty_method === null ? words.untold : words.methods[uncertainty_method],
        },
        {
          name: words.ashrae,
          value: total.uncertainty_ashrae === null ? "–" : `± ${amount(total.uncertainty_ashrae)}`,
          spread: unit,
          verdict: words.ashraeLine,
        },
        {
          name: words.band,
          value: count(out_of_band.length),
          spread: words.bandOf(count(rows.used)),
          verdict: words.bandLine(count(over), count(out_of_band.length - over), count(rows.used * (1 - level))),
        },
      ]}
    />
  );
}
