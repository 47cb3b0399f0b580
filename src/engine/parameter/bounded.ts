// Arrays and dictionaries that were sent. valibot's own look at every item before a length can be refused, and keep an issue for each that
// is wrong: a body of zeros would fill the memory. Here the length comes first, and few more faults are gathered than are told.
import * as v from "valibot";
import { FAULT_COUNT_MAX } from "../../error.ts";
import { show } from "./show.ts";

interface Bounds {
  /** What is counted, in the plural. */
  of: string;
  least?: number;
  most: number;
  /** What to do with more. */
  instead?: string;
}

/** `item[]`. */
export function list<Item extends v.GenericSchema>(item: Item, bounds: Bounds) {
  const { of, least, most } = bounds;
  const array = v.array(item);
  const run: Run = (dataset, config) => {
    const input = dataset.value;
    const wrong = Array.isArray(input) ? countFault(input.length, bounds) : `${show(input)} is not an array of ${of}`;
    if (wrong !== null) return refuse(array, dataset, config, wrong);
    const checked = checkEach((input as unknown[]).entries(), item, config);
    return { ...checked, value: checked.value.map(([, value]) => value) };
  };
  return v.pipe(
    { ...array, "~run": run as (typeof array)["~run"] },
    v.metadata({ ...(least && { minItems: least }), maxItems: most }),
  );
}

/** `{name: value}`. A name that objects have of themselves is one too, which valibot's record passes over. */
export function dictionary<Value extends v.GenericSchema>(value: Value, bounds: Bounds) {
  const { of, most } = bounds;
  const record = v.record(v.string(), value);
  const run: Run = (dataset, config) => {
    const input = dataset.value;
    const isRecord = typeof input === "object" && input !== null && !Array.isArray(input);
    const wrong = isRecord
      ? countFault(Object.keys(input).length, bounds)
      : `${show(input)} is not an object with names of ${of}`;
    if (wrong !== null) return refuse(record, dataset, config, wrong);
    const checked = checkEach(Object.entries(input as object), value, config);
    return { ...checked, value: Object.fromEntries(checked.value) };
  };
  return v.pipe({ ...record, "~run": run as (typeof record)["~run"] }, v.metadata({ maxProperties: most }));
}

type Issue = v.BaseIssue<unknown>;
type Config = v.Config<Issue>;
type Run = (dataset: v.UnknownDataset, config: Config) => Checked<unknown>;

interface Checked<Value> {
  typed: boolean;
  value: Value;
  issues: Issue[] | undefined;
}

function countFault(count: number, { of, least = 0, most, instead }: Bounds): string | null {
  if (count > most) return `${count} ${of} are more than the ${most} that are accepted${instead ? `; ${instead}` : ""}`;
  if (count >= least) return null;
  return least === 1 ? `no ${of}: at least one is needed` : `${count} of the ${least} ${of} that are needed`;
}

/** Past the faults that are told, the rest goes unseen. */
function checkEach<Key extends string | number>(
  entries: Iterable<[Key, unknown]>,
  schema: v.GenericSchema,
  config: Config,
): Checked<[Key, unknown][]> {
  const value: [Key, unknown][] = [];
  const issues: Issue[] = [];
  let typed = true;
  for (const [key, each] of entries) {
    const checked = schema["~run"]({ value: each }, config);
    for (const issue of checked.issues ?? []) issues.push({ ...issue, path: [stepTo(key), ...(issue.path ?? [])] });
    typed &&= checked.typed && issues.length <= FAULT_COUNT_MAX;
    if (issues.length > FAULT_COUNT_MAX) break;
    value.push([key, checked.value]);
  }
  return { typed, value, issues: issues.length > 0 ? issues : undefined };
}

function stepTo(key: string | number): v.UnknownPathItem {
  return { type: "unknown", origin: "value", input: undefined, key, value: undefined };
}

/** The dataset with an issue of ours. */
export function refuse(schema: v.GenericSchema, dataset: v.UnknownDataset, config: Config, message: string) {
  v._addIssue(schema, "type", dataset, config, { message });
  return dataset as unknown as v.FailureDataset<never>;
}
