// workerd in a process of its own, which can be killed: PORT and DATA say where it listens and where its data are, VARS its variables.
import { openWorkerd } from "./workerd.ts";

const { PORT, DATA = "", VARS = "{}" } = process.env;
await openWorkerd(JSON.parse(VARS), { port: Number(PORT), folder: DATA });
