// Where a model of classes errs: its confusion, and for one class how well it is found and whether its probability is what it says.
import { changeQuery } from "../../../address.ts";
import { Curves } from "../../../chart/curve.tsx";
import { HeatMap } from "../../../chart/heat-map.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { count, fixed, number } from "../../../part/format.ts";
import { classes as words } from "../../../words/model-card.ts";
import type { Decisions } from "../of-model.ts";

const CLASSES_MAX = 12;
const SHARE: [number, number] = [0, 1];
// A little room, so that dots at 0 and 1 are whole.
const WIDE: [number, number] = [-0.02, 1.02];
const DIGITS = 3;

export function Classes({ decisions, chosen }: { decisions: Decisions; chosen: string | null }) {
  const { roc } = decisions;
  return (
    <>
      <Confusion decisions={decisions} />
      {roc === null || roc.length === 0 ? (
        <Box title={words.roc}>
          <p>{words.noProbabilities}</p>
        </Box>
      ) : (
        <OfClass decisions={decisions} at={placeOf(roc, chosen)} />
      )}
    </>
  );
}

/** Of two classes the second, which the other figures are of, too. */
function placeOf(roc: { class: unknown }[], chosen: string | null): number {
  const found = roc.findIndex((curve) => String(curve.class) === chosen);
  return found >= 0 ? found : roc.length === 2 ? 1 : 0;
}

function Confusion({ decisions: { confusion, held_out, model_id } }: { decisions: Decisions }) {
  if (confusion === null) return null;
  const rows = confusion.counts.map((row) => row.reduce((sum, value) => sum + value, 0));
  const places = rows.map((_, place) => place).toSorted((a, b) => (rows[b] ?? 0) - (rows[a] ?? 0));
  const shown = places.slice(0, CLASSES_MAX).toSorted((a, b) => a - b);
  const named = (place: number) => String(confusion.classes[place]);
  const some = shown.length < places.length ? ` ${words.some(shown.length, places.length)}` : "";
  return (
    <Box title={words.errors} line={`${words.errorsLine(count(held_out))}${some}`} width={5}>
      <HeatMap
        name={words.errors}
        file={`model-${model_id}-confusion`}
        rows={shown.map(named)}
        columns={shown.map(named)}
        cells={shown.flatMap((i) =>
          shown.map((j) => ({ row: named(i), column: named(j), value: confusion.counts[i]?.[j] ?? 0 })),
        )}
        rowsLabel={words.actual}
        columnsLabel={words.predicted}
        colour="errors"
        format={count}
        height={shown.length > 6 ? 26 : 40}
      />
    </Box>
  );
}

function OfClass({ decisions, at }: { decisions: Decisions; at: number }) {
  const roc = decisions.roc?.[at];
  const precision = decisions.precision_recall?.[at];
  const calibration = decisions.calibration?.[at];
  if (roc === undefined) return null;
  const label = String(roc.class);
  const file = (what: string) => `model-${decisions.model_id}-${what}-${label}`;
  const place = decisions.confusion?.classes.indexOf(roc.class) ?? -1;
  const ofClass = decisions.confusion?.counts[place]?.reduce((sum, value) => sum + value, 0) ?? 0;
  const share = ofClass / decisions.held_out;
  const choose = (
    <Select
      label={words.choose}
      value={label}
      options={(decisions.roc ?? []).map((curve) => [String(curve.class), String(curve.class)] as const)}
      onChange={(value) => changeQuery({ class: value })}
    />
  );
  return (
    <>
      <Box title={words.roc} line={words.rocLine(label, fixed(roc.auc, DIGITS))} width={4} actions={choose}>
        <Curves
          name={words.rocLine(label, fixed(roc.auc, DIGITS))}
          file={file("roc")}
          x={{ label: words.falseRate, domain: SHARE }}
          y={{ label: words.trueRate, domain: WIDE }}
          curves={[
            { name: words.chance, isOther: true, points: diagonal },
            { name: label, points: pointsOf(roc.fpr, roc.tpr, roc.thresholds) },
          ]}
        />
      </Box>
      {precision !== undefined && (
        <Box
          title={words.precision}
          line={words.precisionLine(label, fixed(precision.average_precision, DIGITS), fixed(share, DIGITS))}
          width={4}
        >
          <Curves
            name={words.precision}
            file={file("precision-recall")}
            x={{ label: words.recall, domain: SHARE }}
            y={{ label: words.precisionAxis, domain: WIDE }}
            curves={[
              { name: words.chance, isOther: true, points: SHARE.map((x) => ({ x, y: share })) },
              { name: label, points: pointsOf(precision.recall, precision.precision, precision.thresholds) },
            ]}
          />
        </Box>
      )}
      {calibration !== undefined && (
        <Box title={words.calibration} line={words.calibrationLine(label, number(calibration.brier, DIGITS))} width={4}>
          <Curves
            name={words.calibration}
            file={file("calibration")}
            x={{ label: words.told, domain: WIDE }}
            y={{ label: words.observed, domain: WIDE }}
            curves={[
              { name: words.exact, isOther: true, points: diagonal },
              {
                name: label,
                hasDots: true,
                points: calibration.predicted.map((x, bin) => ({
                  x,
                  y: calibration.observed[bin] ?? 0,
                  lower: calibration.lower[bin] ?? 0,
                  upper: calibration.upper[bin] ?? 1,
                  label: words.rows(count(calibration.rows[bin])),
                })),
              },
            ]}
          />
        </Box>
      )}
    </>
  );
}

const diagonal = SHARE.map((value) => ({ x: value, y: value }));

const pointsOf = (x: number[], y: number[], thresholds: (number | null)[]) =>
  x.map((value, place) => ({
    x: value,
    y: y[place] ?? 0,
    ...(typeof thresholds[place] === "number" && { label: words.threshold(number(thresholds[place])) }),
  }));
