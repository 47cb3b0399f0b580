// Which candidates a selection took, step by step; and the button that makes one.
import { useState } from "preact/hooks";
import { answerOf, asRefusal, edgefit, useAnswer } from "../../../api.ts";
import { Curves } from "../../../chart/curve.tsx";
import { Asked, Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { useAction } from "../../../part/use-action.ts";
import { features } from "../../../words/norm-acts.ts";
import { specify } from "../act-head.tsx";
import { readVersions } from "../batch/read-versions.ts";
import type { Norm, Selection } from "../shapes.ts";
import type { FeatureGroup } from "./groups.ts";

const words = features.selection;
const VERSIONS_MAX = 500;

export function SelectionPath({
  norm,
  groups,
  onNewVersion,
}: {
  norm: Norm;
  groups: FeatureGroup[];
  onNewVersion: () => void;
}) {
  const path = { norm: norm.norm };
  const asked = useAnswer(
    async (signal): Promise<Selection | null> => {
      // Where none was made the service has nothing to show, and would refuse.
      const versions = await readVersions(norm.norm, { after: Math.max(0, norm.version - VERSIONS_MAX) }, signal);
      if (!versions.some(({ event }) => event === "select")) return null;
      const call = answerOf(edgefit().GET("/norms/{norm}/selection", { params: { path }, signal }));
      // It goes with the last batch.
      return call.catch((error) => {
        if (asRefusal(error).status === 404) return null;
        throw error;
      });
    },
    [norm.norm, norm.version],
  );
  const [isEach, setEach] = useState(false);
  const candidates = norm.spec?.candidates ?? [];
  const choose = useAction(async () => {
    const body = { lags: isEach ? ("one_by_one" as const) : ("together" as const) };
    await answerOf(edgefit().POST("/norms/{norm}/selection", { params: { path }, body }));
    onNewVersion();
  });
  const make = useAction(async () => {
    await specify(norm, { candidates: groups.map(({ name }) => name) });
    onNewVersion();
  });
  const refusal = choose.refusal ?? make.refusal;
  const hasLags = Object.values(norm.spec?.lags ?? {}).some((lags) => lags.length > 1);
  const actions =
    candidates.length === 0 ? (
      <button type="button" class="main" disabled={make.isBusy} onClick={() => void make.run()}>
        {words.make}
      </button>
    ) : (
      <button type="button" class="main" disabled={choose.isBusy} title={words.makes} onClick={() => void choose.run()}>
        {choose.isBusy ? words.busy : words.choose}
      </button>
    );
  return (
    <Card title={titleOf(asked.data)} line={words.line} width={6} actions={actions}>
      {candidates.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <p class="quiet">
          {words.candidates(candidates.map((of) => (typeof of === "string" ? of : of.join(" + "))).join(", "))}{" "}
          {words.makes}
        </p>
      )}
      {candidates.length > 0 && hasLags && (
        <label class="ticked">
          <input type="checkbox" checked={isEach} onChange={() => setEach(!isEach)} /> <span>{words.each}</span>
        </label>
      )}
      {refusal !== undefined && <Refused refusal={refusal} />}
      <Asked of={asked} isEmpty={(data) => data === null} empty={candidates.length === 0 ? null : words.never}>
        {(data) => data !== null && <Path selection={data} unit={norm.unit} />}
      </Asked>
    </Card>
  );
}

function titleOf(selection: Selection | null | undefined): string {
  if (!selection) return words.title;
  return selection.chosen.length === 0 ? words.nothing : words.chosen(selection.chosen.join(", "));
}

function Path({
  selection: { norm, path, chosen_step, left_out, version },
  unit,
}: {
  selection: Selection;
  unit: string | null;
}) {
  return (
    <>
      <Curves
        name={words.chart}
        file={`${norm}-selection`}
        x={{
          label: words.x,
          domain: [-0.4, path.length - 0.6],
          format: (value) => (value % 1 === 0 ? String(value) : ""),
        }}
        y={{ label: words.y(unit) }}
        curves={[
          {
            name: words.y(unit),
            hasDots: true,
            points: path.map(({ step, entered, features, cv_rmse, cv_rmse_std_error }) => ({
              x: step,
              y: cv_rmse,
              lower: cv_rmse - cv_rmse_std_error,
              upper: cv_rmse + cv_rmse_std_error,
              label: entered === null ? words.start : words.entered(entered, features),
              isChosen: step === chosen_step,
            })),
          },
        ]}
      />
      <p class="quiet">
        {words.version(version)} {left_out.length > 0 && words.leftOut(left_out.join(", "))}
      </p>
    </>
  );
}
