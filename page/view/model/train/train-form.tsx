// Which family learns, with which hyperparameters, and what the model is called.
import { useState } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import type { Refusal } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { model as say } from "../../../words/model.ts";
import { train as words } from "../../../words/model-train.ts";
import { AboutFields, NO_NAME } from "../about.tsx";
import { type Card, type ProblemName, readJson, type Trainable } from "../of-model.ts";
import { fieldsOf, paramsOf, writtenParam } from "./params.ts";
import { ParamsForm, type Typed } from "./params-form.tsx";
import type { Training } from "./send.ts";

const PROBLEMS = ["classification", "regression"] as const;

export function TrainForm({
  trainable,
  card,
  query,
  guessed,
  isReady,
  send,
}: {
  trainable: Trainable[];
  card: Card | undefined;
  query: URLSearchParams;
  guessed: ProblemName | undefined;
  isReady: boolean;
  send: { run: (training: Training) => Promise<void>; isBusy: boolean; refusal: Refusal | undefined };
}) {
  const [about, setAbout] = useState(NO_NAME);
  const problem = (query.get("problem") as ProblemName | null) ?? guessed ?? card?.problem ?? "classification";
  const families = trainable.filter((family) => family.problem === problem);
  const name = query.get("name") ?? card?.name ?? families[0]?.name ?? "";
  const family = families.find((family) => family.name === name) ?? families[0];
  const given = card?.name === name && card.problem === problem ? typedOf(card.versions[0]?.given ?? {}) : {};
  const typed = readJson<Typed>(query.get("params")) ?? given;
  const isTuned = query.get("tune") === null ? (card?.h_tune ?? false) : query.get("tune") === "yes";
  if (family === undefined) return null;
  return (
    <Box title={words.what} line={words.whatLine} width={6}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send.run({ problem, name: family.name, isTuned, params: paramsOf(typed), ...about });
        }}
      >
        <div class="line">
          <ProblemSelect problem={problem} />
          <Select
            label={words.family}
            value={family.name}
            options={families.map(({ name }) => [name, name] as const)}
            onChange={(name) => changeQuery({ name, params: null })}
          />
        </div>
        <label class="tick">
          <input
            type="checkbox"
            checked={isTuned}
            onChange={({ currentTarget }) => changeQuery({ tune: currentTarget.checked ? "yes" : "no" })}
          />{" "}
          {words.tune}
          <span class="quiet"> {words.tuneLine(Object.keys(family.grid).join(", "))}</span>
        </label>
        <details open={Object.keys(typed).length > 0 || send.refusal !== undefined || family.name === "Voting"}>
          <summary>{words.params}</summary>
          <ParamsForm
            key={family.name + problem}
            fields={fieldsOf(family.hyperparameters)}
            typed={typed}
            refusal={send.refusal}
            onChange={(typed) => changeQuery({ params: JSON.stringify(typed) })}
          />
        </details>
        {card === undefined && <AboutFields about={about} refusal={send.refusal} onChange={setAbout} />}
        {send.refusal !== undefined && <Refused refusal={send.refusal} />}
        <div>
          <button type="submit" class="main" disabled={!isReady || send.isBusy}>
            {send.isBusy ? words.busy : card === undefined ? words.button : words.buttonAgain}
          </button>
        </div>
      </form>
    </Box>
  );
}

export function ProblemSelect({ problem }: { problem: ProblemName }) {
  return (
    <Select
      label={words.problem}
      value={problem}
      options={PROBLEMS.map((problem) => [problem, say.problems[problem]] as const)}
      onChange={(problem) => changeQuery({ problem, params: null })}
    />
  );
}

const typedOf = (params: Record<string, unknown>): Typed =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, writtenParam(value)]));
