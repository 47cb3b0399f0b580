import { mistakes } from "./mutation.ts";

const COMMITS = ["test/together/commits.test.ts"];

export const store = [
  ...mistakes("src/platform/store/cache.ts", COMMITS, [
    [
      "what was read while something was written is remembered",
      "if (writes === cache.writes) remember",
      "if (writes <= cache.writes) remember",
    ],
    ["what is a second old is fresh", "< AGE_MAX_MS) return", "<= AGE_MAX_MS) return"],
    [
      "what was found last goes first",
      "  entries.delete(key);\n  entries.set(key, value);\n  return",
      "  entries.set(key, value);\n  return",
    ],
    [
      "what was kept last goes first",
      "  entries.delete(key);\n  entries.set(key, value);\n  let",
      "  entries.set(key, value);\n  let",
    ],
    ["all may be a little too large", "if (size <= kind.sizeMax) return;", "if (size <= 2 * kind.sizeMax) return;"],
  ]),
  ...mistakes(
    "src/norm/store/norm-cache.ts",
    ["test/norm/known-basis.test.ts", "test/together/commits.test.ts"],
    [["what a forgotten batch is in is remembered", " && known.forgetCount === norm.forgetCount", ""]],
  ),
  ...mistakes("src/registry/store/tasks.ts", COMMITS, [
    ["a piece of a cancelled task is committed", "where id = ${taskId} and status = 'running'", "where id = ${taskId}"],
    [
      "a task that was cancelled goes on",
      'eq(tasks.stage, task.stage), eq(tasks.status, "running"))',
      "eq(tasks.stage, task.stage))",
    ],
    [
      "an older version takes over from a newer one",
      "coalesce(active_version, 0) < ${task.version}",
      "coalesce(active_version, 0) <> ${task.version}",
    ],
    [
      "a failed training may end twice",
      '.where(and(eq(tasks.id, id), eq(tasks.status, "running")))\n    .returning',
      ".where(eq(tasks.id, id))\n    .returning",
    ],
  ]),
  ...mistakes("src/norm/store/factors.ts", COMMITS, [
    [
      "a merge with a forgotten batch is kept",
      " and forget_count = ${norm.forgetCount} and specification",
      " and specification",
    ],
    ["a merge that weighs otherwise is kept", " and specification = ${JSON.stringify(norm.specification)}`", "`"],
  ]),
  ...mistakes("src/registry/store/registry.ts", COMMITS, [
    [
      "a version that is not ready is made to serve",
      "and version = ${version} and status = 'ready')",
      "and version = ${version})",
    ],
  ]),
  ...mistakes("src/norm/store/batches.ts", COMMITS, [
    [
      "a batch is committed after one that it has not seen",
      "and (${after} is null or ${after} = ${newestVersion(norm.id)})",
      "",
    ],
    [
      "a merge that ends with a forgotten batch stays",
      "version >= (select version from ${normEvents} where ${that})`),\n    database\n      .delete(normSpans)",
      "version > (select version from ${normEvents} where ${that})`),\n    database\n      .delete(normSpans)",
    ],
    ["how a forgotten batch scatters stays", ".set({ scatter: null })", ".set({ rows: sql`rows` })"],
    ["what a forgotten batch ended with stays", "factors: null, tail: null, lastRow: null }", "factors: null }"],
  ]),
  ...mistakes(
    "src/registry/store/prune-versions.ts",
    ["test/registry/pieces.test.ts"],
    [
      [
        "the version that serves gives way",
        "and version <> coalesce((select active_version from ${models} where id = ${modelId}), 0)`",
        "`",
      ],
    ],
  ),
  ...mistakes(
    "src/norm/store/parts.ts",
    ["test/norm/fading.test.ts"],
    [["one part is taken for the whole batch", " && parts[0]?.endedMs === batchEndedMs", ""]],
  ),
];
