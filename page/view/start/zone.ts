// Clocks that times are read by: whether there is one, and the one that keeps winter time.
/** The clock that shows a zone's winter time all year: Etc/GMT-1 is an hour before Greenwich. null where it is no whole hour. */
export function standardZone(zone: string): string | null {
  const offset = (month: number) => {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
      Date.UTC(2026, month, 1),
    );
    const [, sign = "", hours = "0", minutes = "00"] =
      /GMT(?:([+-])(\d\d):(\d\d))?/.exec(parts.find(({ type }) => type === "timeZoneName")?.value ?? "") ?? [];
    return Number(`${sign}${Number(hours) + Number(minutes) / 60}`);
  };
  const hours = Math.min(offset(0), offset(6));
  if (!Number.isInteger(hours)) return null;
  return hours === 0 ? "UTC" : `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
}

/** Whether there is such a clock; none is that of the browser. */
export function isZone(zone: string): boolean {
  try {
    // Chromium takes an offset too, which is no place.
    return zone === "" || (!/^[+-]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined);
  } catch {
    return false;
  }
}
