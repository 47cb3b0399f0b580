// What stands under an axis of time: what changes from tick to tick, and under the first, and wherever it changes, what they have in common.
const DAY_MS = 86_400_000;
const MONTH_MS = 28 * DAY_MS;
const MINUTE_MS = 60_000;

/** `stepMs`: from tick to tick. On the clock of `zone`. */
export function timeTicks(ticks: readonly number[], stepMs: number, zone: string): string[] {
  const [fine, common] = formats(stepMs);
  const [said, above] = [common, fine].map(
    (parts) => new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone, hourCycle: "h23" }),
  ) as [Intl.DateTimeFormat, Intl.DateTimeFormat];
  let before = "";
  return ticks.map((tick) => {
    const shared = said.format(new Date(tick));
    const text = above.format(new Date(tick)) + (shared === before ? "" : `\n${shared}`);
    before = shared;
    return text;
  });
}

function formats(stepMs: number): [Intl.DateTimeFormatOptions, Intl.DateTimeFormatOptions] {
  if (stepMs >= MONTH_MS) return [{ month: "short" }, { year: "numeric" }];
  if (stepMs >= DAY_MS) return [{ day: "numeric", month: "short" }, { year: "numeric" }];
  const time = {
    hour: "2-digit",
    minute: "2-digit",
    ...(stepMs < MINUTE_MS && { second: "2-digit" as const }),
  } as const;
  return [time, { day: "numeric", month: "short", year: "numeric" }];
}
