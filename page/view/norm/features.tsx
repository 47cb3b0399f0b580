// What a norm learns from: other features are tried, penalties and choices by cross-validation are shown, and a choice can be made.
import { changeQuery, hrefOf } from "../../address.ts";
import { Asked } from "../../part/asked.tsx";
import { pages, features as words } from "../../words/norm-acts.ts";
import { ActHead, useNorm } from "./act-head.tsx";
import { Coefficients } from "./feature/coefficients.tsx";
import { Difference } from "./feature/difference.tsx";
import { featuresOf, groupsOf, namesOf, readNames, writeNames } from "./feature/groups.ts";
import { PenaltyPath } from "./feature/penalty-path.tsx";
import { SelectionPath } from "./feature/selection-path.tsx";
import { TickFeatures } from "./feature/tick-features.tsx";
import { useWhatIf } from "./feature/use-what-if.ts";
import type { OfNorm } from "./of-norm.ts";
import type { Norm } from "./shapes.ts";

export function NormFeatures({ norm, query }: OfNorm) {
  const asked = useNorm(norm);
  return (
    <>
      <ActHead norm={norm} title={asked.data?.title} page="features" line={words.line} />
      <Asked of={asked}>
        {(data) =>
          data.spec === null || data.coefficients.length === 0 ? (
            <div class="card empty">
              <p>{pages.notTrained}</p>
              <a class="button main" href={hrefOf(["norms", norm, "batches"], { add: "open" })}>
                {pages.addData}
              </a>
            </div>
          ) : (
            <Trying norm={data} query={query} onNewVersion={asked.askAgain} />
          )
        }
      </Asked>
    </>
  );
}

function Trying({ norm, query, onNewVersion }: { norm: Norm; query: URLSearchParams; onNewVersion: () => void }) {
  const own = norm.coefficients.map(({ feature }) => feature);
  const groups = groupsOf(norm.spec as NonNullable<Norm["spec"]>, [...own, ...norm.left_out]);
  const named = query.get("features");
  const on = named === null ? new Set(own) : featuresOf(groups, readNames(named));
  const lambda = query.get("lambda");
  const isItself = on.size === own.length && own.every((name) => on.has(name)) && lambda === null;
  const whatIf = useWhatIf(norm, {
    features: namesOf(groups, on),
    lambda: lambda === null ? undefined : Number(lambda),
  });
  const turn = (next: Set<string>) => {
    const isOwn = next.size === own.length && own.every((name) => next.has(name));
    changeQuery({ features: isOwn ? null : writeNames(namesOf(groups, next)) || "-" });
  };
  return (
    <>
      <div class="row">
        <TickFeatures norm={norm} groups={groups} on={on} onTurn={turn} lambda={lambda} />
        <Difference norm={norm} whatIf={whatIf} isItself={isItself} isNothing={on.size === 0} />
      </div>
      <div class="row">
        <SelectionPath norm={norm} groups={groups} onNewVersion={onNewVersion} />
        <PenaltyPath norm={norm} />
      </div>
      <div class="row">
        <Coefficients norm={norm} whatIf={isItself ? undefined : whatIf.data} />
      </div>
    </>
  );
}
