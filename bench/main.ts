// `npm run bench`: how fast Edgefit is, beside its peers, on this machine and in this run.
import { cpus } from "node:os";
import { benchEngine } from "./engine.ts";
import { printTable } from "./measure.ts";
import { benchMemory } from "./memory.ts";
import { benchModels } from "./models.ts";
import { benchRegistry } from "./registry.ts";
import { benchService } from "./service.ts";

console.log(
  `${cpus().length} cores, ${cpus()[0]?.model}, Node ${process.version}. Medians; peers are timed in turns with ours.\n`,
);
// Memory first: what others have taken would count as there before.
printTable([
  ...(await benchMemory()),
  ...benchEngine(),
  ...benchModels(),
  ...(await benchService()),
  ...(await benchRegistry()),
]);
