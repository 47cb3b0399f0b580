// The runtimes that every black-box test runs on.
import { type Server, startServer } from "./server.ts";

export interface Runtime {
  name: string;
  start(vars?: Record<string, string>): Promise<Server>;
}

export const runtimes: Runtime[] = [{ name: "workerd", start: startServer }];
