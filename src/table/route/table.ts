// The call that tells what a table is before it is used.
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { answer } from "../../platform/http/respond.ts";
import { describeTable } from "../describe/describe-table.ts";
import { DescribeQuery } from "../schema/describe-query.ts";
import { TableDescription } from "../schema/table-answer.ts";
import { TableRequest } from "../schema/table-request.ts";
import { readSent } from "./read-sent.ts";

export const postTable: Endpoint = {
  id: "describeTable",
  summary: "Tell what a table is before it is used",
  description:
    "Stores nothing. Each column with what it is taken for, its figures and its first values; how the times of the rows stand; what is left out, and " +
    "the queries with which a norm and a model learn from the same body. What the query says is taken as it is said, and the rest guessed. Of a " +
    "`text/csv` body of more than a request holds, 100 MiB at most, the first rows are described and all are counted. With `data=true` the values are answered too.",
  query: DescribeQuery,
  body: TableRequest,
  tables: true,
  answers: { 200: TableDescription },
  async handle(request, context) {
    const { sent, query } = await readSent(request, context);
    return answer(await describeTable(context, sent, query));
  },
};
