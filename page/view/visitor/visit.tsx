// One visit: what was looked at, who it probably is and why, and its views.
import { useState } from "preact/hooks";
import { changeQuery, go, hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Intervals } from "../../chart/intervals.tsx";
import { Asked } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { Confirm } from "../../part/dialog.tsx";
import { Select } from "../../part/field.tsx";
import { count, number, percent } from "../../part/format.ts";
import { Table } from "../../part/table.tsx";
import { useAction } from "../../part/use-action.ts";
import { visitors, visit as words } from "../../words/visitor.ts";
import { sayFeatures } from "./say-features.ts";

export function Visit({ id, query }: { id: string; query: URLSearchParams }) {
  const params = { path: { session_id: id } };
  const asked = useAnswer((signal) => answerOf(edgefit().GET("/sessions/{session_id}", { params, signal })), [id]);
  const [isForgetting, setForgetting] = useState(false);
  const { data } = asked;
  return (
    <>
      <Head
        title={id}
        line={data && words.line(whole(data.start), whole(data.end), count(data.views.length))}
        actions={
          <>
            <a class="button" href={hrefOf(["visitors"])}>
              {words.back}
            </a>
            {data !== undefined && (
              <button type="button" class="danger" onClick={() => setForgetting(true)}>
                {words.forget}
              </button>
            )}
          </>
        }
      />
      {isForgetting && <Forget id={id} onClose={() => setForgetting(false)} />}
      <Asked of={asked}>
        {({ views, gender }) => (
          <div class="row">
            <Categories id={id} query={query} />
            <Prediction id={id} gender={gender} />
            <Card title={words.views}>
              <Table
                caption={words.views}
                file={`views-${id}`}
                rows={views.map((view, i) => ({ place: i + 1, view }))}
                columns={[
                  { name: words.place, value: ({ place }) => place },
                  { name: words.view, value: ({ view }) => view },
                ]}
              />
            </Card>
          </div>
        )}
      </Asked>
    </>
  );
}

/** A time stays on one line. */
const whole = (time: string) => time.replaceAll(" ", "\u00a0");

function Categories({ id, query }: { id: string; query: URLSearchParams }) {
  const level = (query.get("level") ?? "1") as "1";
  const mode = query.get("mode") === "relative" ? "relative" : "absolute";
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/sessions/{session_id}/categories", {
          params: { path: { session_id: id }, query: { level, mode } },
          signal,
        }),
      ),
    [id, level, mode],
  );
  const format = (value: number) => (mode === "relative" ? percent(value) : count(value));
  return (
    <Card
      title={words.categories}
      line={asked.data && words.categoriesLine(count(asked.data.total))}
      width={6}
      actions={
        <>
          <Select
            label={visitors.level}
            value={level}
            options={visitors.levels.map((text, i) => [String(i + 1), text] as const)}
            onChange={(level) => changeQuery({ level })}
          />
          <Select
            label={words.mode}
            value={mode}
            options={[
              ["absolute", words.counts],
              ["relative", words.percent],
            ]}
            onChange={(mode) => changeQuery({ mode })}
          />
        </>
      }
    >
      <Asked of={asked}>
        {({ categories }) => (
          <Intervals
            name={words.categories}
            file={`categories-${id}`}
            unit={mode === "relative" ? words.percent : words.counts}
            isBar
            format={format}
            intervals={Object.entries(categories).map(([name, value]) => ({ name, value, note: format(value) }))}
          />
        )}
      </Asked>
    </Card>
  );
}

const NOT_TRAINED = 409;

function Prediction({ id, gender }: { id: string; gender: "female" | "male" | null }) {
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/sessions/{session_id}/prediction", {
          params: { path: { session_id: id }, query: { explain: "true" } },
          signal,
        }),
      ),
    [id],
  );
  return (
    <Card title={words.prediction} width={6}>
      {asked.refusal?.status === NOT_TRAINED ? (
        <p class="empty">
          {words.noModel} <a href={hrefOf(["visitors", "report"])}>{words.toReport}</a>
        </p>
      ) : (
        <Asked of={asked}>
          {({ gender: told, probability_male, probability_female, threshold, known_views, explanation, warnings }) => (
            <>
              <p class="large">
                {words.probability(
                  percent(100 * (told === "male" ? probability_male : probability_female), 0),
                  words.told[told],
                )}
              </p>
              <p>
                {words.verdict(words.told[told])} {gender !== null && words.was(words.told[gender], gender === told)}
              </p>
              <p class="quiet">
                {words.threshold(percent(100 * threshold, 0))} {words.known(count(known_views))}
              </p>
              {warnings.map((warning) => (
                <p key={warning} class="warn">
                  {warning}
                </p>
              ))}
              {explanation !== undefined && (
                <>
                  <h3>{words.reasons}</h3>
                  <p class="quiet">{words.reasonsLine}</p>
                  <Intervals
                    name={words.reasons}
                    file={`reasons-${id}`}
                    unit=""
                    isBar
                    intervals={reasonsOf(explanation)}
                  />
                </>
              )}
            </>
          )}
        </Asked>
      )}
    </Card>
  );
}

function reasonsOf({ for: pro, against }: Record<"for" | "against", { feature: string; contribution: number }[]>) {
  const all = [...pro, ...against];
  const said = sayFeatures(all.map(({ feature }) => feature));
  return all.map(({ contribution }, i) => ({
    name: said[i] ?? "",
    value: contribution,
    note: number(contribution, 2),
  }));
}

function Forget({ id, onClose }: { id: string; onClose: () => void }) {
  const forget = useAction(async () => {
    await answerOf(edgefit().DELETE("/sessions/{session_id}", { params: { path: { session_id: id } } }));
    go(hrefOf(["visitors"]));
  });
  return (
    <Confirm title={words.forget} act={words.forget} action={forget} onClose={onClose}>
      <p>{words.forgetLine}</p>
    </Confirm>
  );
}
