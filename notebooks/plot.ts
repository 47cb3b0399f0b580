// Plots of Observable Plot as SVG by themselves: readable on light and on dark paper, in any viewer of notebooks, the same bytes for the
// same data.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Output } from "./output.ts";

/**
 * After Okabe and Ito, who chose colours that colour-blind readers tell apart; each has a contrast of 3 and more with white and with the dark
 * paper of the report (WCAG 2.2, 1.4.11).
 */
export const COLOURS = { female: "#3a87c8", male: "#d9692a", other: "#2a9d77", quiet: "#7f858c" };

const WIDTH = 680;
const FONT_SIZE = 13;
/** Of a letter on average, of the font's size. */
const LETTER_WIDTH = 0.55;

// Plot wants no more of a page than to make elements.
const { document } = parseHTML("<html></html>") as unknown as { document: unknown };

export interface PlotOptions extends Plot.PlotOptions {
  /** What is seen, in one sentence, for those who cannot see it. */
  ariaLabel: string;
  /** Names (of letters, figures, blanks) beside the colours that stand for them, above the plot at the right. */
  legend?: Record<string, string>;
}

/** A plot by Plot.plot's options, with a legend inside. */
export function plot({ legend = {}, ...options }: PlotOptions): Output {
  const svg = Plot.plot({
    width: WIDTH,
    height: 280,
    marginLeft: 60,
    marginBottom: 46,
    marginTop: 34,
    ...options,
    style: { fontSize: `${FONT_SIZE}px`, ...(options.style as object) },
    className: "plot",
    document: document as never,
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  const added = `${PAPER}</style>${swatches(legend, options.width ?? WIDTH)}`;
  return { "image/svg+xml": shortenNumbers(svg.outerHTML).replace("</style>", () => added) };
}

/** As an image by itself a plot has no page whose colours it could take. */
const PAPER =
  "\n.plot { color: #1d2126; --plot-background: #fff; }" +
  "\n@media screen and (prefers-color-scheme: dark) { .plot { color: #e4e7eb; --plot-background: #16191d; } }\n";

/** From the right edge, where no axis has its name. */
function swatches(legend: Record<string, string>, width: number): string {
  let x = width;
  const drawn = Object.entries(legend)
    .reverse()
    .map(([name, colour]) => {
      x -= Math.ceil(name.length * LETTER_WIDTH * FONT_SIZE) + 40;
      return `<rect x="${x}" y="4" width="12" height="12" fill="${colour}"/><text x="${x + 18}" y="15" text-anchor="start">${name}</text>`;
    });
  return drawn.reverse().join("");
}

/** Coordinates to a hundredth of a pixel: the rest is rounding, which may differ from machine to machine. */
function shortenNumbers(svg: string): string {
  const shorten = (tag: string) =>
    tag.replace(/-?\d+\.\d{3,}(e-\d+)?/g, (number) => String(Number((+number).toFixed(2))));
  return svg.replace(/<[^>]+>/g, shorten);
}
