// Around every chart: its name for who does not see it, what the pointer or the arrow keys are on, the table behind it, and saving.
import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { type Column, Table } from "../part/table.tsx";
import { table as words } from "../words/frame.ts";
import { savePng, saveSvg } from "./save-chart.ts";

export interface ChartProps<Row> {
  /** What it shows, in one sentence. */
  name: string;
  /** Of the files that it is saved as, without their ending. */
  file: string;
  columns: Column<Row>[];
  rows: Row[];
  /** What the pointer or the arrow keys are on, in words. */
  hover?: ComponentChildren;
  /** What is saved, where it is not the drawing itself. */
  drawing?: () => SVGSVGElement;
  children: (svg: RefObject<SVGSVGElement | null>) => ComponentChildren;
}

export function Chart<Row>({ name, file, columns, rows, hover, drawing, children }: ChartProps<Row>) {
  const svg = useRef<SVGSVGElement>(null);
  const [isTableOpen, setTableOpen] = useState(false);
  const drawn = () => drawing?.() ?? svg.current;
  const save = (as: (file: string, svg: SVGSVGElement) => void) => () => {
    const found = drawn();
    if (found !== null) as(file, found);
  };
  return (
    <figure aria-label={name}>
      {children(svg)}
      {hover !== undefined && (
        <div class="hover" role="status" aria-live="polite">
          {hover}
        </div>
      )}
      <div class="foot">
        <button type="button" class="plain" onClick={save(saveSvg)}>
          {words.svg}
        </button>
        <button type="button" class="plain" onClick={save((file, svg) => void savePng(file, svg))}>
          {words.png}
        </button>
        <details onToggle={({ currentTarget }) => setTableOpen(currentTarget.open)}>
          <summary>{words.behind}</summary>
          {isTableOpen && <Table caption={name} file={file} columns={columns} rows={rows} />}
        </details>
      </div>
    </figure>
  );
}
