// What came of a comparison: the winner, every candidate on the same folds, and which of them differ.
import { Intervals } from "../../../chart/intervals.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { Figures } from "../../../part/figures.tsx";
import { bytes, count, number, percent, seconds } from "../../../part/format.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { card as cardWords } from "../../../words/model-card.ts";
import { comparison as words } from "../../../words/model-comparison.ts";
import type { Candidate, Comparison } from "../of-model.ts";
import { verdictsOf, whyWon } from "./verdicts.ts";

const ERRORS = 2;
/** What looks at y alone, and is no model. */
export const DUMMY = "Dummy";

export function Compared({ comparison }: { comparison: Comparison }) {
  const { candidates, best, winner, metric, folds, warnings, model_error, id } = comparison;
  const told = candidates.filter(({ mean }) => mean !== null);
  const failed = candidates.filter(({ error }) => error !== null);
  const won = winner === null ? undefined : candidates[winner];
  const first = best === null ? undefined : candidates[best];
  const dummy = told.find(({ name }) => name === DUMMY);
  const { worse, alike } = verdictsOf(told, first);
  const differing = told.filter(({ difference }) => difference !== null);
  const file = (what: string) => `comparison-${id}-${what}`;
  const isBeaten = dummy?.difference?.is_significant ?? false;
  return (
    <>
      {won !== undefined && (
        <Figures
          label={words.figures}
          figures={[
            { name: words.winner, value: calledOf(won), verdict: whyWon(won, first) },
            {
              name: words.ofWinner(metric.replaceAll("_", " ")),
              value: number(won.mean),
              ...(won.standard_error !== null && { spread: `± ${number(won.standard_error, 2)}` }),
              ...(first !== undefined &&
                first !== won && { verdict: `${words.best}: ${calledOf(first)} ${number(first.mean)}` }),
            },
            ...(dummy === undefined
              ? []
              : [
                  {
                    name: words.dummy,
                    value: number(dummy.mean),
                    verdict: isBeaten ? words.better : words.notBetter,
                    verdictTone: isBeaten ? ("good" as const) : ("warn" as const),
                  },
                ]),
            { name: words.folds, value: count(folds.count), verdict: words.by[folds.by] },
          ]}
        />
      )}
      <div class="row">
        {(warnings.length > 0 || model_error !== null) && (
          <Box title={cardWords.warnings}>
            <ul class="warnings">
              {model_error !== null && <li>{words.modelError(model_error)}</li>}
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Box>
        )}
        <Box
          title={words.same}
          line={`${words.sameLine} ${first === undefined ? "" : words.differ(calledOf(first), worse.map(calledOf), alike.map(calledOf))}`}
          width={7}
        >
          <Intervals
            name={words.same}
            file={file("folds")}
            unit={metric.replaceAll("_", " ")}
            intervals={told.map((candidate) => ({
              name: calledOf(candidate),
              value: candidate.mean ?? 0,
              ...endsOf(candidate),
              note: candidate.seconds === null ? "" : seconds(candidate.seconds),
              isChosen: candidate === won,
            }))}
          />
        </Box>
        {first !== undefined && differing.length > 0 && (
          <Box
            title={words.differences}
            line={words.differencesLine(calledOf(first), percent(100 * (differing[0]?.difference?.level ?? 0), 0))}
            width={5}
          >
            <Differences candidates={differing} file={file("differences")} />
          </Box>
        )}
        {failed.length > 0 && (
          <Box title={words.failed} line={words.failedLine}>
            <dl class="pairs">
              {failed.map((candidate) => (
                <>
                  <dt>{calledOf(candidate)}</dt>
                  <dd>{candidate.error}</dd>
                </>
              ))}
            </dl>
          </Box>
        )}
        <Everything candidates={told} file={file("figures")} />
        {told
          .filter(({ chosen }) => chosen !== null)
          .map((candidate) => (
            <Chosen key={calledOf(candidate)} candidate={candidate} file={file(`chosen-${candidate.name}`)} />
          ))}
      </div>
    </>
  );
}

const short = (value: number) => number(value, 2);

const calledOf = ({ name, h_tune }: Candidate) => (h_tune ? words.tuned(name) : name);

function endsOf({ mean, standard_error }: Candidate) {
  if (mean === null || standard_error === null) return {};
  return { lower: mean - ERRORS * standard_error, upper: mean + ERRORS * standard_error };
}

function Differences({ candidates, file }: { candidates: Candidate[]; file: string }) {
  return (
    <Table
      caption={words.differences}
      file={file}
      rows={candidates}
      keyOf={(_, place) => place}
      columns={[
        { name: words.candidate, value: calledOf },
        { name: words.difference, value: ({ difference }) => difference?.mean, format: short },
        { name: words.lower, value: ({ difference }) => difference?.lower, format: short },
        { name: words.upper, value: ({ difference }) => difference?.upper, format: short },
        { name: words.differs, value: ({ difference }) => (difference?.is_significant ? words.yes : words.no) },
      ]}
    />
  );
}

function Everything({ candidates, file }: { candidates: Candidate[]; file: string }) {
  const names = [...new Set(candidates.flatMap(({ figures }) => Object.keys(figures ?? {})))];
  const figureOf = ({ figures }: Candidate, name: string) =>
    (figures as Record<string, number | null | undefined> | null)?.[name] ?? null;
  const columns: Column<Candidate>[] = [
    { name: words.candidate, value: calledOf },
    ...names.map((name) => ({
      name: name.replaceAll("_", " "),
      value: (candidate: Candidate) => figureOf(candidate, name),
      format: number,
    })),
    { name: words.seconds, value: (candidate) => candidate.seconds, format: seconds },
    { name: words.size, value: (candidate) => candidate.bytes, format: bytes },
  ];
  return (
    <Box title={words.figuresOf} line={words.figuresLine}>
      <Table caption={words.captionFigures} file={file} rows={candidates} keyOf={(_, at) => at} columns={columns} />
    </Box>
  );
}

function Chosen({ candidate, file }: { candidate: Candidate; file: string }) {
  const folds = candidate.chosen ?? [];
  const names = [...new Set(folds.flatMap((params) => Object.keys(params ?? {})))];
  return (
    <Box title={`${calledOf(candidate)}: ${words.chosenTitle}`} line={words.chosenLine} width={6}>
      <Table
        caption={words.chosenTitle}
        file={file}
        rows={folds.map((params, fold) => ({ params, fold }))}
        columns={[
          { name: words.folds, value: ({ fold }) => words.fold(fold + 1) },
          ...names.map((name) => ({
            name,
            value: ({ params }: { params: Record<string, unknown> | null }) => {
              const value = params?.[name];
              return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value ?? null);
            },
          })),
        ]}
      />
    </Box>
  );
}
