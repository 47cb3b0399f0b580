// The texts of a chart, which knows no width of theirs before it is drawn.

/** How wide a character is at most on average, in units of a drawing: what is longer than its room is cut, or not written. */
export const CHARACTER_PX = 7.4;
// Characters that are always seen, at the end and at all: what tells one from the next often stands at the end: piecewise(T_out, 3).
const END = 3;
const ROOM_MIN = END + 3;

/** As much of a text as there is room for, without its middle. */
export function cut(text: string, px: number): string {
  const room = Math.max(ROOM_MIN, Math.floor(px / CHARACTER_PX));
  return text.length <= room ? text : `${text.slice(0, room - END - 1)}…${text.slice(-END)}`;
}

/** Where the middle of a text is to be so that it does not reach beyond the edges of a drawing; as wanted if it can be. */
export function within(text: string, wanted: number, width: number): number {
  const half = (text.length * CHARACTER_PX) / 2;
  return half * 2 > width ? width / 2 : Math.min(width - half, Math.max(half, wanted));
}
