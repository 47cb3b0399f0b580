// What moves a norm: its coefficients, some at a time, by the group that they are of.
import { changeQuery } from "../../../address.ts";
import { Intervals } from "../../../chart/intervals.tsx";
import { Card } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { count, number } from "../../../part/format.ts";
import { inUnit } from "../../../part/quantity.ts";
import { moves as words } from "../../../words/norm-told.ts";
import { groupsOf } from "../feature/groups.ts";
import type { Norm, NormSpecification } from "../shapes.ts";

const A_PAGE = 14;
const ERRORS = 2;

type Coefficient = Norm["coefficients"][number];

export function Coefficients({
  norm,
  unit,
  spec,
  coefficients,
  leftOut,
  query,
  width,
}: {
  norm: string;
  unit: string | null;
  spec: NormSpecification | null;
  coefficients: Coefficient[];
  leftOut: string[];
  query: URLSearchParams;
  width: number;
}) {
  const groups =
    spec === null
      ? []
      : groupsOf(
          spec,
          coefficients.map(({ feature }) => feature),
        );
  const left = spec === null ? leftOut : groupsOf(spec, leftOut).map(({ name }) => name);
  const group = query.get("group") ?? "";
  const features = groups.find(({ name }) => name === group)?.features;
  const inGroup = features && coefficients.filter(({ feature }) => features.includes(feature));
  // Pieces and hours in their own order, all of them by how sure they are.
  const shown = inGroup ?? (coefficients.length > A_PAGE ? bySurety(coefficients) : coefficients);
  const pages = Math.max(1, Math.ceil(shown.length / A_PAGE));
  const page = Math.min(pages, Math.max(1, Math.floor(Number(query.get("page") ?? 1)) || 1));
  const turn = (to: number) => changeQuery({ page: to === 1 ? null : to });
  return (
    <Card
      width={width}
      title={words.title}
      line={
        coefficients.length === 0
          ? words.nothing
          : words.line +
            (shown !== coefficients && inGroup === undefined ? words.order : "") +
            (left.length > 0 ? ` ${words.leftOut(left.join(", "))}` : "")
      }
      actions={
        groups.length > 1 &&
        coefficients.length > A_PAGE && (
          <Select
            label={words.group}
            isLabelHidden
            value={inGroup === undefined ? "" : group}
            options={[
              ["", words.all(count(coefficients.length))],
              ...groups.map(({ name, features }) => [name, words.of(name, count(features.length))] as const),
            ]}
            onChange={(chosen) => changeQuery({ group: chosen, page: null })}
          />
        )
      }
    >
      {coefficients.length > 0 && (
        <>
          <Intervals
            name={words.name(inGroup === undefined ? words.title : group)}
            file={`${norm}-coefficients`}
            unit={inUnit(words.unit, unit)}
            intervals={shown.slice((page - 1) * A_PAGE, page * A_PAGE).map(({ feature, value, std_error }) => ({
              name: feature,
              value,
              ...(std_error !== null && { lower: value - ERRORS * std_error, upper: value + ERRORS * std_error }),
              note: std_error === null ? words.undetermined : number(value),
            }))}
          />
          {pages > 1 && (
            <div class="foot no-print">
              <button type="button" disabled={page === 1} onClick={() => turn(page - 1)}>
                {words.before}
              </button>
              <span>{words.page(page, pages)}</span>
              <button type="button" disabled={page === pages} onClick={() => turn(page + 1)}>
                {words.next}
              </button>
            </div>
          )}
        </>
      )}
    </Card>
  );
}

const bySurety = (coefficients: Coefficient[]) => coefficients.toSorted((a, b) => strengthOf(b) - strengthOf(a));

/** How many standard errors it is away from zero; 0 where that is not known. */
function strengthOf({ value, std_error }: Coefficient): number {
  return std_error === null || std_error === 0 ? 0 : Math.abs(value) / std_error;
}
