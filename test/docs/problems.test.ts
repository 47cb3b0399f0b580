// docs/api.md tells each code of a refusal as the service itself does.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MEANINGS } from "../../src/platform/http/problem/meanings.ts";
import { root } from "./page.ts";

it("docs/api.md has a row for each code, in its words", () => {
  const page = readFileSync(join(root, "docs/api.md"), "utf8");
  const [, errors = ""] = /\n## Errors\n(.*?)\n## /s.exec(page) ?? [];
  const rows = errors.split("\n").filter((line) => /^\| \d{3} \|/.test(line));
  const wanted = Object.entries(MEANINGS).map(
    ([code, { status, when, again, remedy }]) => `| ${status} | \`${code}\` | ${when} | ${again} | ${remedy} |`,
  );
  expect(rows).toEqual(wanted);
});
