// A chart as a file: SVG as it is seen, with its colours in it, or the picture of that.
import { saveFile } from "../part/save.ts";

/** What a stylesheet says of a drawing, which has no stylesheet where it is opened. */
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font", "text-anchor"];
// As sharp on paper as on a screen of this many dots for each.
const SCALE = 2;
const NAMESPACE = "http://www.w3.org/2000/svg";

export function saveSvg(file: string, drawing: SVGSVGElement): void {
  saveFile(`${file}.svg`, asBlob(drawing));
}

export async function savePng(file: string, drawing: SVGSVGElement): Promise<void> {
  const image = new Image();
  const source = URL.createObjectURL(asBlob(drawing));
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width * SCALE, image.height * SCALE);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  saveFile(`${file}.png`, await canvas.convertToBlob({ type: "image/png" }));
}

function asBlob(drawing: SVGSVGElement): Blob {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("xmlns", NAMESPACE);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const ground = document.createElementNS(NAMESPACE, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", colourOf("--surface"));
  const copies = [copy, ...copy.querySelectorAll("*")];
  [drawing, ...drawing.querySelectorAll("*")].forEach((seen, i) => {
    const style = getComputedStyle(seen);
    for (const name of STYLES) copies[i]?.setAttribute(name, style.getPropertyValue(name));
  });
  copy.prepend(ground);
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

/** A colour of the theme, as it is now: what a canvas and a file can take. */
export function colourOf(variable: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
