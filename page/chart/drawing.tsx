// The SVG of a chart: as large as its place, with its name and, for who does not see it, what it shows.
import type { ComponentChildren, RefObject } from "preact";
import type { Room } from "./use-room.ts";

export function Drawing({
  name,
  description,
  svg,
  room: { place, width, scale },
  height,
  children,
  onMove,
}: {
  name: string;
  description: string;
  svg: RefObject<SVGSVGElement | null>;
  room: Room;
  height: number;
  children: ComponentChildren;
  /** Where the pointer is, in units of the drawing; undefined where it has left. */
  onMove?: ((at: { x: number; y: number } | undefined) => void) | undefined;
}) {
  return (
    <div ref={place}>
      <svg
        ref={svg}
        class="chart"
        viewBox={`0 0 ${width} ${height}`}
        width={width * scale}
        height={height * scale}
        role="img"
        aria-label={name}
        onPointerMove={(event) => onMove?.({ x: event.offsetX / scale, y: event.offsetY / scale })}
        onPointerLeave={() => onMove?.(undefined)}
      >
        <desc>{description}</desc>
        {children}
      </svg>
    </div>
  );
}
