// The calls that answer the rows that a norm keeps: beside what it expects, and as they were sent.
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { columnOfTimes } from "../../platform/http/tabular/row-times.ts";
import { type Column, rowsOfColumns } from "../../platform/http/tabular/rows.ts";
import { readBatchRows } from "../kept/read-batch-rows.ts";
import { type Shown, showRows, toKeptRows } from "../kept/show-rows.ts";
import { BatchName } from "../schema/norm-request.ts";
import { BatchRows, BatchRowsQuery, KeptRows, KeptRowsQuery } from "../schema/rows-answer.ts";
import { normName } from "./norm.ts";

const ShownQuery = orRows(KeptRowsQuery);
const SentQuery = orRows(BatchRowsQuery);

export const getRows: Endpoint = {
  id: "showRows",
  summary: "What was used and what was to be expected, at any time of which rows are kept",
  description:
    "Column by column, thinned for a screen: the rows themselves where they are few, else the mean over each step. `from` is the first time, `to` " +
    "the one before which the last is.",
  query: ShownQuery,
  answers: { 200: KeptRows },
  isTagged: true,
  rows: "A row is a point: `t` where there are times, `actual`, `expected`, `lower`, `upper`, `rows` and the columns that are asked for, as `mean.` with the name.",
  refusals: [404, 409],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, ShownQuery);
    const form = readForm(request, query);
    const shown = await showRows(context, normName(request), query);
    return respondIn(form, {
      json: () => answer(toKeptRows(shown, query.columns)),
      rows: () => ({
        rows: rowsOfColumns(shown.drawn.points.rows.length, columnsOf(shown, query.columns)),
        beside: shown.beside,
      }),
    });
  },
};

function columnsOf({ norm, drawn }: Shown, names: readonly string[] = []): Column[] {
  const { points, instants } = drawn;
  const listed = (name: string, values: Float64Array): Column => ({
    name,
    at: (row) => (Number.isFinite(values[row]) ? values[row] : null),
  });
  const { timezone = "UTC" } = norm.specification;
  return [
    ...(instants === null ? [] : [columnOfTimes({ instants, areDates: new Uint8Array(instants.length), timezone })]),
    listed("actual", points.actual),
    listed("expected", points.expected),
    listed("lower", points.lower),
    listed("upper", points.upper),
    { name: "rows", at: (row) => points.rows[row] },
    ...names.map((name, i) => listed(`mean.${name}`, points.columns[i] as Float64Array)),
  ];
}

export const getBatchRows: Endpoint = {
  id: "getBatchRows",
  summary: "The rows of a batch, as they were sent",
  description:
    "`sent` is a body of `train`: under the name of the batch it is the batch once more, unless that came as a file of more rows than one request " +
    "holds. Some at a time: `next` is the `skip` of those that follow.",
  query: SentQuery,
  answers: { 200: BatchRows },
  isTagged: true,
  rows: "A row is a row: `t` where there are times, the columns, `y` and, where it was sent, `sample_weight`.",
  refusals: [404],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, SentQuery);
    const form = readForm(request, query);
    const read = await readBatchRows(context, normName(request), readParam(request, "batch", BatchName), query);
    return respondIn(form, {
      json: () => answer(read),
      rows: () => {
        const { sent, ...beside } = read;
        const { t, x, y, sample_weight } = sent;
        const columns = Object.entries({ ...(t && { t }), ...x, y, ...(sample_weight && { sample_weight }) });
        return {
          rows: rowsOfColumns(
            y.length,
            columns.map(([name, values]) => ({ name, at: (row) => values[row] })),
          ),
          beside,
        };
      },
    });
  },
};
