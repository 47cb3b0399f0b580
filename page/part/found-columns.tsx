// What was found in a file, shown before it is used: each column, what it was taken for and its first values. Every guess can be changed here.
import { useState } from "preact/hooks";
import { columns as words } from "../words/file.ts";
import type { Described, DescribedColumn, Told } from "./description.ts";
import { Select } from "./field.tsx";
import { count, day, minute } from "./format.ts";
import { Table } from "./table.tsx";

const TAKEN = ["number", "category"] as const;
/** The reason of what a person has said here: that needs no telling. */
const TOLD = /^\w+= /;

type Role = "time" | "target" | "feature" | "none";
/** By column what its values are to be taken for, where that is not what they look like. */
export type Types = Record<string, string>;

export function FoundColumns({
  found,
  onTold,
  types = {},
  onTypes,
}: {
  found: Described;
  /** What is known now: of the roles all, as one of them was changed. */
  onTold: (told: Pick<Told, "time" | "target" | "columns">) => void;
  types?: Types;
  /** Numbers may be taken for names of kinds; left out where they may not. */
  onTypes?: (types: Types) => void;
}) {
  // What was just chosen is seen at once; the service says the same a moment later.
  const [chosen, setChosen] = useState<{ found: Described; roles: Map<string, Role> }>();
  const roleOf = ({ name, role }: DescribedColumn) => (chosen?.found === found ? chosen.roles.get(name) : role) ?? role;
  const change = (name: string, role: Role) => {
    const roles = new Map(found.columns.map((column) => [column.name, roleOf(column) as Role]));
    // There is one time and one target: who was it before explains, or is left out.
    for (const [other, was] of roles)
      if (was === role && (role === "time" || role === "target")) roles.set(other, "none");
    roles.set(name, role);
    setChosen({ found, roles });
    const having = (wanted: Role) => [...roles].filter(([, role]) => role === wanted).map(([name]) => name);
    onTold({ time: having("time")[0], target: having("target")[0], columns: having("feature") });
  };
  return (
    <Table
      caption={words.caption}
      file={words.file}
      rows={found.columns}
      keyOf={({ name }) => name}
      rowsAPage={found.columns.length}
      columns={[
        { name: words.column, value: ({ name }) => name, show: ({ name }) => <b>{name}</b> },
        {
          name: words.foundAs,
          value: ({ type }) => words.types[type],
          show: (column) => (
            <>
              {onTypes !== undefined && (column.type === "number" || column.name in types) ? (
                <Select
                  label={words.foundAsOf(column.name)}
                  isLabelHidden
                  value={types[column.name] ?? column.type}
                  options={TAKEN.map((type) => [type, words.types[type]] as const)}
                  onChange={(type) => {
                    const { [column.name]: _before, ...others } = types;
                    onTypes(type === "number" ? others : { ...others, [column.name]: type });
                  }}
                />
              ) : (
                words.types[column.type]
              )}
              {column.missing > 0 && <div class="quiet">{words.missing(count(column.missing))}</div>}
            </>
          ),
        },
        {
          name: words.usedAs,
          value: (column) => words.roles[roleOf(column)],
          show: (column) => (
            <>
              <Select
                label={words.usedAsOf(column.name)}
                isLabelHidden
                value={roleOf(column)}
                options={rolesOf(column).map((role) => [role, words.roles[role]] as const)}
                onChange={(role) => change(column.name, role as Role)}
              />
              {!TOLD.test(column.reason) && <div class="quiet">{column.reason}</div>}
            </>
          ),
        },
        {
          name: words.first,
          value: ({ first }) => first.filter((value) => value !== null).join(" · "),
          show: ({ first, type }) =>
            first
              .filter((value) => value !== null)
              .map((value, i) => (
                <>
                  {i > 0 && " · "}
                  <span class={type === "time" ? "whole" : undefined}>{value}</span>
                </>
              )),
        },
      ]}
    />
  );
}

/** In a line: how much a file holds, and of which times, on a clock. */
export function FoundLine({ found: { rows, columns, details, time }, zone }: { found: Described; zone: string }) {
  const told = (at: string) => (time?.clock === "date" ? day(at) : minute(at, zone));
  const said = [
    words.read(count(rows), count(columns.length)),
    details.delimiter && words.delimiters[details.delimiter],
    time?.interval && words.every(time.interval),
    time?.first && time.last && `${told(time.first)} – ${told(time.last)}`,
  ];
  return <>{said.filter(Boolean).join(" · ")}</>;
}

/** Asked where rows share a time: a norm has one row for each. */
export function Duplicates({
  found,
  value,
  onChange,
}: {
  found: Described;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  if (value === undefined && !found.time?.duplicates.count) return null;
  return (
    <Select
      label={words.duplicates}
      value={value ?? ""}
      options={Object.entries(words.oneOf)}
      onChange={(chosen) => onChange(chosen || undefined)}
    />
  );
}

/** What of a file is no value, and what comes of that: a norm leaves out the row, a model has its ways with what is missing. */
export function LeftOut({ found, isForModel = false }: { found: Described; isForModel?: boolean }) {
  const { left_out, left_out_count, warnings, target } = found;
  const ofModel = (column: string | null) => (column === target ? words.noTarget : words.noValue);
  if (left_out_count === 0 && warnings.length === 0) return null;
  return (
    <details>
      <summary class="warn">{words.leftOut(count(left_out_count), warnings.length, isForModel)}</summary>
      <ul class="quiet">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        {left_out.map(({ place, column, value, reason }) => (
          <li key={place + column}>
            <b>{place}</b> {column} {value !== null && <code>{value}</code>}{" "}
            {isForModel && value === null ? ofModel(column) : reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

function rolesOf({ type, role }: DescribedColumn): (Role | "weight")[] {
  const roles: (Role | "weight")[] = type === "time" ? ["time", "none"] : ["target", "feature", "none"];
  return roles.includes(role) ? roles : [role, ...roles];
}
