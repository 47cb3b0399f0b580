// How wide a drawing may be, anew whenever that changes.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

// Before it stands anywhere, and on paper.
const WIDTH = 640;
const ROOT_PX = 16;
// A chart that is flatter tells nothing, and a higher one does not fit a screen.
const HEIGHT_MAX = 420;

export interface Room {
  place: RefObject<HTMLDivElement | null>;
  /** In units of a drawing: pixels, unless the page is written larger. */
  width: number;
  /** Pixels of a unit: charts grow with the page's text. */
  scale: number;
}

export function useRoom(): Room {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: WIDTH, scale: 1 });
  useLayoutEffect(() => {
    if (place.current === null) return;
    const take = (px: number) => {
      if (px <= 0) return;
      const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / ROOT_PX;
      const width = Math.round(px / scale);
      setRoom((had) => (had.width === width && had.scale === scale ? had : { width, scale }));
    };
    // At once, so that nothing is seen, or makes the page wide, at a width that it has not.
    take(place.current.getBoundingClientRect().width);
    const watch = new ResizeObserver(([entry]) => entry !== undefined && take(entry.contentRect.width));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return { place, ...room };
}

/** As wanted, or higher where it would be flat: at least this share of the width. */
export function heightOf(wanted: number, width: number, share: number): number {
  return Math.max(wanted, Math.min(HEIGHT_MAX, Math.round(width * share)));
}
