// What serving processes hold at most.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Of the largest process under this one that serves: its most so far ("VmHWM"), or what it holds now ("VmRSS"). */
export function peakMegabytes(of: "VmHWM" | "VmRSS" = "VmHWM"): number {
  const processes = execFileSync("ps", ["-eo", "pid=,ppid=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/) as [string, string, string]);
  const under = new Set([String(process.pid)]);
  for (let size = 0; size < under.size; ) {
    size = under.size;
    for (const [pid, parent] of processes) if (under.has(parent)) under.add(pid);
  }
  const serving = processes.filter(([pid, , command]) => under.has(pid) && /deno|workerd/.test(command));
  const peaks = serving.map(([pid]) =>
    Number(new RegExp(`${of}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0),
  );
  return Math.round(Math.max(0, ...peaks) / 1024);
}
