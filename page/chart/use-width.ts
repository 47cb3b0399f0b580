// How wide a drawing may be, in pixels, anew whenever that changes.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

// Before it stands anywhere, and on paper.
const WIDTH = 640;

export function useWidth<Place extends Element>() {
  const place = useRef<Place>(null);
  const [width, setWidth] = useState(WIDTH);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const take = (px: number) => px > 0 && setWidth(Math.round(px));
    // At once, so that nothing is seen, or makes the page wide, at a width that it has not.
    take(place.current.getBoundingClientRect().width);
    const watch = new ResizeObserver(([entry]) => entry !== undefined && take(entry.contentRect.width));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return { place, width };
}
