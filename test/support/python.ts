// Python, where a test needs it: what others run against the service.
import { execFileSync } from "node:child_process";

/** The first one of the path, and that of the system, for which Linux distributions package libraries. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** A Python that has these imports, or else why there is none. */
export function findPython(imports: string): { python: string } | { fault: string } {
  const faults: string[] = [];
  for (const python of PYTHONS) {
    const fault = faultOf(python, imports);
    if (fault === undefined) return { python };
    faults.push(fault);
  }
  return { fault: faults[0] as string };
}

/** Why a program with these imports cannot be run by the first Python of the path; undefined where it can. */
export function faultOfPython(imports: string): string | undefined {
  return faultOf("python3", imports);
}

function faultOf(python: string, imports: string): string | undefined {
  try {
    execFileSync(python, ["-c", imports], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return (error as Error).message.trim().split("\n").at(-1);
  }
}
