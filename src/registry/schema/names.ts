// Names of columns and labels of classes, as a file has them.
import * as v from "valibot";
import { LABEL_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { columnNameFault } from "../../platform/schema/table.ts";

export const ColumnName = v.pipe(
  v.string(),
  v.check(
    (name) => columnNameFault(name) === null,
    ({ input }) => columnNameFault(input) ?? "",
  ),
);
export const LabelText = v.pipe(
  v.string(),
  v.minLength(1, "an empty label"),
  v.maxLength(LABEL_LENGTH_MAX, `a label has at most ${LABEL_LENGTH_MAX} characters`),
  v.check((text) => text.isWellFormed(), "a label has no halves of characters"),
);
