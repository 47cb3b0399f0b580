// How wide a drawing may be, in pixels, anew whenever that changes.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

// Before it stands anywhere, and on paper.
const WIDTH = 640;

export function useWidth<Place extends Element>() {
  const place = useRef<Place>(null);
  const [width, setWidth] = useState(WIDTH);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return { place, width };
}
