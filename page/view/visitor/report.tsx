// How good the gender model is, on visits that it has not learned from.

import { resultOf } from "../../../clients/typescript/client.ts";
import { hrefOf } from "../../address.ts";
import { answerOf, edgefit, Refusal, useAnswer } from "../../api.ts";
import { Curves } from "../../chart/curve.tsx";
import { HeatMap } from "../../chart/heat-map.tsx";
import { Intervals } from "../../chart/intervals.tsx";
import { Asked, Refused } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { Figures } from "../../part/figures.tsx";
import { count, fixed, number } from "../../part/format.ts";
import { useAction } from "../../part/use-action.ts";
import { visit, report as words } from "../../words/visitor.ts";
import { sayFeatures } from "./say-features.ts";

type Told = Awaited<ReturnType<typeof askReport>>;

export function Report() {
  const asked = useAnswer(async (signal) => orNone(askReport(signal)), []);
  const train = useAction(async () => {
    const accepted = await answerOf(
      edgefit().POST("/sessions/model", { params: { header: { Prefer: "respond-async" } }, body: {} as never }),
    );
    if (accepted.task_id !== undefined) await resultOf(edgefit(), accepted.task_id);
    asked.askAgain();
  });
  const { data } = asked;
  return (
    <>
      <Head
        title={words.title}
        line={
          data
            ? words.line(
                data.method.family,
                count(data.data.sessions),
                count(data.data.blocks),
                count(data.method.folds),
              )
            : undefined
        }
        actions={
          <>
            <a class="button" href={hrefOf(["visitors"])}>
              {visit.back}
            </a>
            <button type="button" class="main" disabled={train.isBusy} onClick={() => void train.run()}>
              {train.isBusy ? words.training : data ? words.trainAgain : words.train}
            </button>
          </>
        }
      />
      {train.refusal !== undefined && <Refused refusal={train.refusal} />}
      <Asked of={asked} isEmpty={(report) => report === null} empty={words.none}>
        {(report) => report !== null && <Shown report={report} />}
      </Asked>
    </>
  );
}

const askReport = (signal: AbortSignal) => answerOf(edgefit().GET("/sessions/report", { signal }));

/** null where there is no model yet. */
async function orNone<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && [404, 409].includes(error.status)) return null;
    throw error;
  }
}

const spread = ({ std }: { std: number | null }) => (std === null ? undefined : `± ${fixed(std, 3)}`);

function Shown({ report }: { report: Told }) {
  const { balanced_accuracy, roc_auc, accuracy, shuffled, comparison, method, after_views } = report;
  const isFlattered =
    (shuffled.balanced_accuracy.mean ?? 0) - (balanced_accuracy.mean ?? 0) > (balanced_accuracy.std ?? 0) / 4;
  const strongest = report.features.slice(0, FEATURES);
  const said = sayFeatures(strongest.map(({ feature }) => feature));
  const whiskers = ({ mean, std }: { mean: number | null; std: number | null }) =>
    mean === null ? {} : { lower: mean - (std ?? 0), upper: mean + (std ?? 0) };
  return (
    <>
      <Figures
        label={words.figures}
        figures={[
          {
            name: words.balanced,
            value: fixed(balanced_accuracy.mean, 3),
            spread: spread(balanced_accuracy),
            verdict: words.chance,
          },
          { name: words.auc, value: fixed(roc_auc.mean, 3), spread: spread(roc_auc), verdict: words.chance },
          {
            name: words.accuracy,
            value: fixed(accuracy.mean, 3),
            spread: spread(accuracy),
            verdict: words.majority(fixed(comparison.majority.accuracy, 3)),
          },
          {
            name: words.shuffled,
            value: fixed(shuffled.balanced_accuracy.mean, 3),
            verdict: isFlattered ? words.shuffledWhy : words.shuffledAlike,
            verdictTone: isFlattered ? "warn" : undefined,
          },
          { name: words.threshold, value: fixed(method.threshold, 3), verdict: words.thresholdWhy },
        ]}
      />
      <div class="row">
        <Card title={words.afterViews} line={words.afterViewsLine} width={6}>
          <Curves
            name={words.afterViews}
            file="gender-after-views"
            x={{ label: words.views, format: (views) => (Number.isInteger(views) ? count(views) : "") }}
            y={{ label: words.balanced }}
            curves={[
              {
                name: words.balanced,
                hasDots: true,
                points: after_views.flatMap(({ views, balanced_accuracy: at }) =>
                  at.mean === null ? [] : [{ x: views, y: at.mean, ...whiskers(at) }],
                ),
              },
            ]}
          />
        </Card>
        <Card title={words.families} line={words.familiesLine} width={6}>
          <Intervals
            name={words.families}
            file="gender-families"
            unit={words.balanced}
            format={(value) => fixed(value, 3)}
            intervals={[
              {
                name: method.family,
                value: balanced_accuracy.mean ?? 0,
                ...whiskers(balanced_accuracy),
                isChosen: true,
              },
              ...comparison.families
                .filter(({ name, balanced_accuracy: at }) => name !== method.family && at.mean !== null)
                .map(({ name, balanced_accuracy: at }) => ({
                  name,
                  value: at.mean ?? 0,
                  ...whiskers(at),
                  isChosen: false,
                })),
            ].map((each) => ({ ...each, note: fixed(each.value, 3) }))}
          />
        </Card>
        <Tests report={report} />
        <Card title={words.features} line={words.featuresLine} width={6}>
          <Intervals
            name={words.features}
            file="gender-features"
            unit=""
            isBar
            intervals={strongest.map(({ importance }, i) => ({
              name: said[i] ?? "",
              value: importance,
              note: number(importance, 2),
            }))}
          />
        </Card>
      </div>
    </>
  );
}

const FEATURES = 15;
const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** Of visits that were held out: which are told apart, whether probabilities hold, where it errs. */
function Tests({ report: { roc, calibration, confusion_matrix } }: { report: Told }) {
  const classes = [words.women, words.men];
  const share = { domain: [0, 1] as [number, number], format: (value: number) => fixed(value, 1) };
  return (
    <>
      <Card title={words.roc} line={words.rocLine} width={6}>
        <Curves
          name={words.roc}
          file="gender-roc"
          x={{ label: words.fpr, ...share }}
          y={{ label: words.tpr, ...share }}
          curves={[
            { name: words.chanceCurve, isOther: true, points: DIAGONAL },
            { name: words.auc, points: roc.map((at) => ({ x: at.false_positive_rate, y: at.true_positive_rate })) },
          ]}
        />
      </Card>
      <Card title={words.calibration} line={words.calibrationLine} width={6}>
        <Curves
          name={words.calibration}
          file="gender-calibration"
          x={{ label: words.predicted, ...share }}
          y={{ label: words.observed, ...share }}
          curves={[
            { name: words.exact, isOther: true, points: DIAGONAL },
            {
              name: words.observed,
              hasDots: true,
              points: calibration.flatMap(({ predicted, observed }) =>
                predicted === null || observed === null ? [] : [{ x: predicted, y: observed }],
              ),
            },
          ]}
        />
      </Card>
      <Card title={words.confusion} line={words.confusionLine} width={6}>
        <HeatMap
          name={words.confusion}
          file="gender-confusion"
          rows={classes}
          columns={classes}
          rowsLabel={words.actual}
          columnsLabel={words.told}
          colour="errors"
          format={count}
          height={44}
          cells={classes.flatMap((row, i) =>
            classes.map((column, j) => ({ row, column, value: confusion_matrix[i]?.[j] ?? 0 })),
          )}
        />
      </Card>
    </>
  );
}
