// Which families are compared, by which figure, and whether the best is trained afterwards.
import { useState } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import type { Refusal } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { Field, Select } from "../../../part/field.tsx";
import { train as words } from "../../../words/model-train.ts";
import { AboutFields, NO_NAME } from "../about.tsx";
import type { ProblemName, Trainable } from "../of-model.ts";
import type { Comparing } from "./send.ts";
import { ProblemSelect } from "./train-form.tsx";

const METRICS = {
  classification: ["accuracy", "balanced_accuracy", "roc_auc", "log_loss", "brier", "f1_macro", "average_precision"],
  regression: ["rmse", "mae", "r2", "mape", "poisson_deviance"],
} as const;
const FOLDS = "5";
const DUMMY = "Dummy";
// It needs estimators of its own.
const VOTING = "Voting";

export function CompareForm({
  trainable,
  query,
  guessed,
  isReady,
  send,
}: {
  trainable: Trainable[];
  query: URLSearchParams;
  guessed: ProblemName | undefined;
  isReady: boolean;
  send: { run: (comparing: Comparing) => Promise<void>; isBusy: boolean; refusal: Refusal | undefined };
}) {
  const [about, setAbout] = useState(NO_NAME);
  const problem = (query.get("problem") as ProblemName | null) ?? guessed ?? "classification";
  const names = trainable
    .filter((family) => family.problem === problem && family.name !== VOTING)
    .map(({ name }) => name);
  const all = [...names, DUMMY];
  const chosen = query.get("of")?.split(",") ?? all;
  const isTuned = query.get("tune") === "yes";
  const metric = query.get("metric") ?? METRICS[problem][0];
  const folds = query.get("folds") ?? FOLDS;
  const isBestTrained = query.get("best") !== "no";
  const turn = (name: string, isOn: boolean) =>
    changeQuery({ of: all.filter((other) => (other === name ? isOn : chosen.includes(other))).join(",") });
  const candidates = chosen.map((name) => ({ name, ...(isTuned && name !== DUMMY && { h_tune: true }) }));
  return (
    <Box title={words.what} line={words.candidates} width={6}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send.run({ problem, candidates, metric, folds: Number(folds), isBestTrained, ...about });
        }}
      >
        <ProblemSelect problem={problem} />
        <fieldset>
          <legend class="unseen">{words.candidates}</legend>
          {all.map((name) => (
            <label key={name} class="tick">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={({ currentTarget }) => turn(name, currentTarget.checked)}
              />{" "}
              {name === DUMMY ? words.dummy : name}
            </label>
          ))}
        </fieldset>
        <label class="tick">
          <input
            type="checkbox"
            checked={isTuned}
            onChange={({ currentTarget }) => changeQuery({ tune: currentTarget.checked ? "yes" : null })}
          />{" "}
          {words.tuneAll}
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={isBestTrained}
            onChange={({ currentTarget }) => changeQuery({ best: currentTarget.checked ? null : "no" })}
          />{" "}
          {words.best}
        </label>
        <div class="line">
          <Select
            label={words.metric}
            value={metric}
            options={METRICS[problem].map((name) => [name, name.replaceAll("_", " ")] as const)}
            onChange={(metric) => changeQuery({ metric })}
          />
          <Field label={words.folds} hint={words.foldsHint} error={send.refusal?.at("folds")}>
            {(given) => (
              <input
                {...given}
                type="number"
                min={2}
                max={10}
                value={folds}
                onChange={({ currentTarget }) => changeQuery({ folds: currentTarget.value })}
              />
            )}
          </Field>
        </div>
        <AboutFields about={about} refusal={send.refusal} onChange={setAbout} />
        {send.refusal !== undefined && <Refused refusal={send.refusal} />}
        <div>
          <button type="submit" class="main" disabled={!isReady || send.isBusy || chosen.length === 0}>
            {send.isBusy ? words.busy : words.buttonCompare}
          </button>
        </div>
      </form>
    </Box>
  );
}
