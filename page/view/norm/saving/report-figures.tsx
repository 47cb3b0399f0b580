// The saving in one sentence, and its figures, each with what it means.
import { type Figure, Figures } from "../../../part/figures.tsx";
import { count, number, percent } from "../../../part/format.ts";
import { withUnit } from "../../../part/quantity.ts";
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
export function sentenceOf({ total, level }: Savings, { name, from, to, unit }: SaidOf): string {
  const { saving_percent, uncertainty, is_significant } = total;
  const saving = savingOf(total);
  const said = withUnit(amount(Math.abs(saving)), unit);
  const share = saving_percent === null ? "" : ` (${percent(Math.abs(saving_percent))})`;
  const often = sentence.often(level);
  const spread =
    uncertainty === null
      ? sentence.noSpread
      : is_significant
        ? sentence.sure(amount(uncertainty), often)
        : sentence.unsure(amount(uncertainty), often);
  return betweenOf(from, to) + sentence.used(name, said, share, saving >= 0) + spread;
}

/** The same where the norm has learned from the period itself. */
export function untoldOf({ total }: Savings, { name, from, to, unit }: SaidOf): string {
  return betweenOf(from, to) + sentence.untold(name, withUnit(amount(total.actual), unit));
}

interface SaidOf {
  name: string;
  from: string | null;
  to: string | null;
  unit: string;
}

const betweenOf = (from: string | null, to: string | null) =>
  from === null || to === null ? "" : sentence.between(from, to);

export function ReportFigures({ savings, unit, isOwn }: { savings: Savings; unit: string; isOwn: boolean }) {
  const { total, rows, version, level, out_of_band } = savings;
  const { saving_percent, uncertainty, uncertainty_method, is_significant } = total;
  const saving = savingOf(total);
  // Of nothing there is no share.
  const uncertainty_percent = saving === 0 ? null : total.uncertainty_percent;
  const isLess = saving >= 0;
  const over = out_of_band.filter(({ consumption }) => consumption === "over").length;
  const ofSaving: Figure[] = [
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
  ];
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
        ...(isOwn ? [] : ofSaving),
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
