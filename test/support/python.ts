// Python, where a test needs it: what others run against the service.
import { execFileSync } from "node:child_process";

/** Why a program with these imports cannot be run here; undefined where it can. */
export function faultOfPython(imports: string): string | undefined {
  try {
    execFileSync("python3", ["-c", imports], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return (error as Error).message.trim().split("\n").at(-1);
  }
}
