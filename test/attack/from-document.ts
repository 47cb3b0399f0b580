// `npm run check:document -- [requests] [runtime] [seed]`: requests made from /openapi.json, to a service on each runtime. It says what was answered not as
// the document says, and ends with 1 where anything was.
import { runtimes } from "../support/runtimes.ts";
import { attackByDocument } from "./attack-by-document.ts";

const [count = "10000", only = "all", seed = "1"] = process.argv.slice(2);

for (const { name, start } of runtimes) {
  if (only !== "all" && only !== name) continue;
  const server = await start();
  try {
    const { sent, statuses, faults } = await attackByDocument(server.origin, {
      count: Number(count),
      seed: Number(seed),
    });
    console.log(`${name}, seed ${seed}: ${sent} requests, ${JSON.stringify(statuses)}, ${faults.length} faults`);
    for (const fault of faults) console.log(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}
