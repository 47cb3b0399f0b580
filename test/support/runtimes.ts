// The runtimes that every black-box test runs on.
import { type Killable, startKillableDeno, startKillableWorker } from "./killable.ts";
import { type Server, startDeno, startWorker } from "./server.ts";

export interface Runtime {
  name: string;
  /** Starts it with nothing stored; `vars` are its variables and secrets, { PUBLIC: "true" } unless given. */
  start(vars?: Record<string, string>): Promise<Server>;
  /** Starts it on what a folder holds, `vars` as above. */
  startKillable(folder: string, vars?: Record<string, string>): Promise<Killable>;
}

export const runtimes: Runtime[] = [
  { name: "workerd", start: startWorker, startKillable: startKillableWorker },
  { name: "deno", start: startDeno, startKillable: startKillableDeno },
];
