// A chart over time that is a canvas on the screen and a drawing on paper.
import { Series, type SeriesProps } from "../../../chart/series.tsx";
import { SeriesDrawing } from "../../../chart/series-drawing.tsx";

export function SeenSeries(props: SeriesProps) {
  return (
    <>
      <div class="no-print">
        <Series {...props} />
      </div>
      <div class="only-print">
        <SeriesDrawing name={props.name} data={props.data} window={props.window} />
      </div>
    </>
  );
}
