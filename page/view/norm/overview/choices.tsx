// What can be chosen of the bands: their level, and as of which batch the norm is asked.
import { changeQuery } from "../../../address.ts";
import { Select } from "../../../part/field.tsx";
import { choice } from "../../../words/norm.ts";
import type { Batch } from "../shapes.ts";
import { LEVELS } from "./sight.ts";

export function Choices({
  query,
  batches = [],
  newest,
}: {
  query: URLSearchParams;
  batches: Batch[] | undefined;
  newest: number;
}) {
  const earlier = batches.filter(({ version }) => version < newest).toReversed();
  return (
    <>
      {earlier.length > 0 && (
        <Select
          label={choice.version}
          value={query.get("version") ?? ""}
          options={[
            ["", choice.newest],
            ...earlier.map(({ batch, version }) => [String(version), choice.after(batch, version)] as const),
          ]}
          onChange={(version) => changeQuery({ version })}
        />
      )}
      <Select
        label={choice.level}
        value={query.get("level") ?? "0.9"}
        options={LEVELS.map((level) => [level, choice.levels[level] ?? level] as const)}
        onChange={(level) => changeQuery({ level: level === "0.9" ? null : level })}
      />
    </>
  );
}
