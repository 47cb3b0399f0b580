// `npm run bench [-- <part of a name>]`: how fast Edgefit is, beside its peers, on this machine and in this run. `--list` names all.
import { cpus } from "node:os";
import { accessBenches } from "./access.ts";
import { boostingBenches } from "./boosting.ts";
import { csvBenches } from "./csv.ts";
import { engineBenches } from "./engine.ts";
import { isolateBenches } from "./isolate-memory.ts";
import { levelBenches } from "./levels.ts";
import { printRow } from "./measure.ts";
import { memoryBenches } from "./memory.ts";
import { modelBenches } from "./models.ts";
import { parquetBenches } from "./parquet.ts";
import { registryBenches } from "./registry.ts";
import { serviceBenches } from "./service.ts";

// Memory first: what others have taken would count as there before.
const all = [
  ...memoryBenches,
  ...isolateBenches,
  ...csvBenches,
  ...parquetBenches,
  ...engineBenches,
  ...modelBenches,
  ...boostingBenches,
  ...levelBenches,
  ...serviceBenches,
  ...registryBenches,
  ...accessBenches,
];
const [asked = ""] = process.argv.slice(2);
const chosen = all.filter(({ name }) => name.includes(asked));
if (asked === "--list" || chosen.length === 0) {
  console.log(all.map(({ name }) => name).join("\n"));
  process.exit(asked === "--list" ? 0 : 1);
}
console.log(
  `${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}. Medians; peers are timed in turns with ours.`,
);
for (const [i, { name, run }] of chosen.entries()) {
  console.log(`\n${i + 1} of ${chosen.length}: ${name}`);
  for (const row of await run()) printRow(row);
}
