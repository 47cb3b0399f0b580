// What a report rests on: how good the norm is, how it was learned, how savings are counted, and what they do not say.
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { count, day, fixed, number, percent } from "../../../part/format.ts";
import { grounds as words } from "../../../words/norm-savings.ts";
import { zoneOf } from "../act-head.tsx";
import { readVersions } from "../batch/read-versions.ts";
import { groupsOf } from "../feature/groups.ts";
import type { Batch, Norm, Savings, WhatIf } from "../shapes.ts";

const NAMES_MAX = 6;

export function Grounds({ norm, batches, savings }: { norm: Norm; batches: Batch[]; savings: Savings }) {
  const { version } = savings;
  // The norm as it was then: what if there were only the batches up to that version.
  const then = useAnswer(
    async (signal) => {
      const params = { path: { norm: norm.norm } };
      const [whatIf, [made]] = await Promise.all([
        answerOf(edgefit().POST("/norms/{norm}/what-if", { params, body: { until: version } as never, signal })),
        readVersions(norm.norm, { after: version - 1, until: version }, signal),
      ]);
      return { whatIf, madeAt: made?.time };
    },
    [norm.norm, norm.version, version],
  );
  const { uncertainty_method } = savings.total;
  return (
    <div class="row grounds">
      <Card title={words.quality} line={words.qualityLine} width={6}>
        <Asked of={then}>{({ whatIf }) => <Quality then={whatIf} />}</Asked>
        <h3>{words.learned}</h3>
        <Asked of={then}>
          {({ whatIf, madeAt }) => (
            <Learned norm={norm} batches={batches} then={whatIf} version={version} madeAt={madeAt} />
          )}
        </Asked>
      </Card>
      <Card title={words.method} width={6}>
        <p>{words.methodText}</p>
        <p>{words.ipmvp}</p>
        <p>
          {words.uncertainty[uncertainty_method ?? "none"]} {savings.total.uncertainty_ashrae !== null && words.ashrae}
        </p>
        <p>{words.drift}</p>
        <h3>{words.not}</h3>
        <ul class="warnings">
          {words.notList.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {savings.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function Quality({ then: { fit, cv } }: { then: WhatIf }) {
  if (fit === null) return <p>{words.noGate}</p>;
  const { gate } = fit;
  return (
    <>
      {gate === null ? (
        <p>{words.noGate}</p>
      ) : (
        <p class={gate.passed ? "good" : "warn"}>
          {gate.passed ? words.passed(gate.interval) : words.failed(gate.interval)}
        </p>
      )}
      <dl class="pairs">
        <Pair
          name={words.cvrmse}
          value={percent(fit.cvrmse_adj)}
          note={gate && words.limit(percent(gate.limits.cvrmse, 0))}
        />
        <Pair name={words.nmbe} value={percent(fit.nmbe)} note={gate && words.limit(percent(gate.limits.nmbe, 0))} />
        <Pair name={words.r2} value={fixed(fit.r_squared, 2)} note={cv && words.cv(fixed(cv.r_squared, 2))} />
      </dl>
    </>
  );
}

function Pair({ name, value, note }: { name: string; value: string; note: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {value} {note !== null && <span class="quiet">{note}</span>}
      </dd>
    </>
  );
}

function Learned({
  norm,
  batches,
  then,
  version,
  madeAt,
}: {
  norm: Norm;
  batches: Batch[];
  then: WhatIf;
  version: number;
  madeAt: string | undefined;
}) {
  const zone = zoneOf(norm);
  const from = batches.filter((batch) => batch.version <= version);
  const names = from.map(({ batch }) => batch);
  const kept = from.flatMap(({ rows_kept }) => (rows_kept?.from && rows_kept.to ? [rows_kept] : []));
  const times = kept.flatMap(({ from, to }) => [Date.parse(from as string), Date.parse(to as string)]);
  const features = then.coefficients.map(({ feature }) => feature);
  const groups = norm.spec === null ? features : groupsOf(norm.spec, features).map(({ name }) => name);
  return (
    <ul class="warnings">
      <li>
        {madeAt === undefined ? norm.norm : words.version(version, day(madeAt, zone))},{" "}
        {words.rows(count(then.rows), words.nBatches(from.length))} (
        {words.batches(names.slice(-NAMES_MAX).join(", "), Math.max(0, names.length - NAMES_MAX))})
        {times.length > 0 && `, ${words.span(day(Math.min(...times), zone), day(Math.max(...times), zone))}`}
      </li>
      <li>{words.features(count(features.length), groups.join(", "))}</li>
      <li>{words.lambda(number(then.lambda))}</li>
    </ul>
  );
}
