// Whether what stands in a place is wider than the place: it is measured, for how wide a table is depends on what is in it.
import { useLayoutEffect, useRef } from "preact/hooks";

/** The place has the class "is-tight" as long as its content, without that class, does not fit. */
export function useFit<Place extends Element>() {
  const place = useRef<Place>(null);
  const look = () => {
    if (place.current === null) return;
    const { classList } = place.current;
    classList.remove("is-tight");
    classList.toggle("is-tight", place.current.scrollWidth > place.current.clientWidth);
  };
  useLayoutEffect(look);
  useLayoutEffect(() => {
    if (place.current === null) return;
    let width = place.current.clientWidth;
    const watch = new ResizeObserver(() => {
      if (place.current === null || place.current.clientWidth === width) return;
      width = place.current.clientWidth;
      // Not while sizes are told: another height would have to be told again.
      requestAnimationFrame(look);
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return place;
}
