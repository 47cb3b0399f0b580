// A process of its own: the bundle in workerd as `wrangler dev` serves it, without what wrangler does besides, which takes three times as
// long to start. Arguments: a file of Miniflare's options, the folder of the data, and the variables as JSON; PORT is the port.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const [path = "", folder = "", vars = "{}"] = process.argv.slice(2);
const options = convertV4MiniflareOptions({
  ...JSON.parse(readFileSync(path, "utf8")),
  ...{ host: "127.0.0.1", port: Number(process.env.PORT), bindings: JSON.parse(vars), cf: false },
});
const server = new Miniflare({ ...options, resourcePersistencePath: join(folder, "v3") });
process.on("SIGTERM", () => void server.dispose().then(() => process.exit(0)));
await server.ready;
