// Plots as images by themselves.
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { COLOURS, plot } from "../../notebooks/plot.ts";

const draw = () =>
  plot({
    ariaLabel: "Three points on a curve.",
    legend: { women: COLOURS.female, men: COLOURS.male },
    x: { label: "duration (s)" },
    y: { label: "visits", grid: true },
    marks: [
      Plot.dot([1, 2, 3], { x: (t: number) => Math.log(t), y: (t: number) => 0.12345 * t, fill: COLOURS.female }),
    ],
  })["image/svg+xml"] as string;

describe("a plot", () => {
  const svg = draw();
  const { document } = parseHTML(svg);

  it("is the same bytes for the same data, its coordinates without what is rounding", () => {
    expect(draw()).toBe(svg);
    expect(svg.match(/<[^>]*\d\.\d{3}[^>]*>/g)).toBeNull();
  });

  it("is an image that says what it shows, with the names of its axes and of its colours", () => {
    const root = document.querySelector("svg");
    expect(root?.getAttribute("xmlns")).toBe("http://www.w3.org/2000/svg");
    expect([root?.getAttribute("role"), root?.getAttribute("aria-label")]).toEqual(["img", "Three points on a curve."]);
    const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(["duration (s) →", "↑ visits", "women", "men"]));
  });

  it.each(Object.entries(COLOURS))("reads in %s on light and on dark paper", (_, colour) => {
    for (const paper of ["#ffffff", "#16191d"]) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2: (L₁ + 0.05) / (L₂ + 0.05), L being relative luminance. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
