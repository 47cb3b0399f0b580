// With which query of train the same body is learned from: tried, so that what is suggested is not refused.
import type { Context } from "../../platform/context/context.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { type Warning, warn } from "../../warning.ts";
import type { DescribeQuery } from "../schema/describe-query.ts";
import type { Suggestion } from "../schema/table-answer.ts";
import { orRefusal } from "./or-refusal.ts";
import { tryModel } from "./try-model.ts";
import { tryNorm } from "./try-norm.ts";

/** What was found of a table. */
export interface Guess {
  target: string | null;
  time: string | null;
  /** Of the times; null where it is not known. */
  format: string | null;
  features: string[];
  problem: "regression" | "classification" | null;
  /** Why no model can be trained of the body as it came, or no norm; undefined where nothing is so. */
  refused: { norm?: string | undefined; model?: string | undefined };
}

export interface Suggested {
  norm: Suggestion | null;
  model: Suggestion | null;
  warnings: Warning[];
}

export async function suggest(context: Context, frame: Frame, query: DescribeQuery, guess: Guess): Promise<Suggested> {
  const { target, problem } = guess;
  if (target === null || problem === null)
    return { norm: null, model: null, warnings: [warn("No target", "no column could be y; target= names it.")] };
  const norm = guess.refused.norm ?? (await suggestNorm(context, frame, query, { ...guess, target }));
  const model = guess.refused.model ?? (await suggestModel(frame, query, { ...guess, target, problem }));
  return {
    norm: typeof norm === "string" ? null : norm.suggestion,
    model: typeof model === "string" ? null : model,
    warnings: [
      ...(typeof norm === "string" ? [warn("Not for a norm", ended(norm))] : norm.warnings),
      ...(typeof model === "string" ? [warn("Not for a model", ended(model))] : []),
    ],
  };
}

type Aimed = Guess & { target: string };

async function suggestNorm(
  context: Context,
  frame: Frame,
  query: DescribeQuery,
  { target, time, format, features }: Aimed,
): Promise<{ suggestion: Suggestion; warnings: Warning[] } | string> {
  const { weight, duplicates, timezone, ignore } = query;
  const times = { time: time ?? undefined, time_format: format ?? undefined, timezone };
  const named = { target, ...times, columns: features, ignore, weight, duplicates };
  const tried = await orRefusal(() => tryNorm(context, frame, named));
  if ("refused" in tried) return tried.refused.message;
  return { suggestion: asQuery({ ...named, ...written(query) }), warnings: tried.done };
}

async function suggestModel(
  frame: Frame,
  query: DescribeQuery,
  { target, time, format, features, problem }: Aimed & { problem: NonNullable<Guess["problem"]> },
): Promise<Suggestion | string> {
  const { weight, timezone, types } = query;
  const columns = time === null ? features : [time, ...features];
  const t = time ?? undefined;
  const named = { problem, target, columns, t, weight, timezone, time_format: format ?? undefined };
  const tried = await orRefusal(() => tryModel(frame, { ...named, types }));
  if ("refused" in tried) return tried.refused.message;
  const told = types === undefined ? undefined : JSON.stringify(types);
  return asQuery({ ...named, name: tried.done, types: told, ...written(query) });
}

function written({ delimiter, decimal }: DescribeQuery) {
  return { delimiter: delimiter === "\t" ? "tab" : delimiter, decimal };
}

/** One name with a comma is given twice: once it would be parted there. */
function asQuery(named: Record<string, string | string[] | undefined>): Suggestion {
  const isParted = (value: string | string[]) => Array.isArray(value) && value.length === 1 && value[0]?.includes(",");
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]): [string, string | string[]][] =>
      value === undefined ? [] : [[name, isParted(value) ? [...value, ...value] : value]],
    ),
  );
}

function ended(message: string): string {
  return message.endsWith(".") ? message : `${message}.`;
}
