// What it takes to make a norm's model, counted before anything is stored where the host gives a request little CPU time.
import { keptCount } from "../../engine/feature/kept-feature.ts";
import type { Table } from "../../engine/feature/table.ts";
import type { Context } from "../../platform/context/context.ts";
import type { NormParts } from "../rows/levels.ts";

// Seconds on one core (`npm run bench:cpu`): of whatever is done; by the square of the columns, of a fit and of a piece that is merged; and of a
// row, of each column that is made of it, and by their square, to which it is reduced.
const ANY = 2.5e-3;
const FIT = 1.25e-6;
const PIECE = 1.4e-7;
const ROW = 5e-7;
const ROW_COLUMN = 1e-7;
const ROW_SQUARE = 3e-10;

/** Merged for a version: a snapshot and the batches after it; where batches fade or leave, or one is forgotten, all merges of many. */
const PIECES = { inOrder: 9, anew: 43 };

/** To learn rows: the model of before may have to be made again, for its copy may be gone. */
export function spendTraining({ cpu }: Context, norm: NormParts, { rowCount, levels = new Map() }: Table): void {
  const levelCount = [...levels.values()].reduce((sum, { names }) => sum + names.length, 0);
  const columns = columnCountOf(norm) + levelCount;
  const rows = rowCount * (ROW + columns * ROW_COLUMN + columns ** 2 * ROW_SQUARE);
  cpu.spend(rows + fitSeconds(columns, 2, piecesOf(norm)), `to train ${columnsOf(norm)}`);
}

/** Of a norm that is to be trained by other requests: whether each has the time. */
export function requireTrainable({ cpu }: Context, norm: NormParts): void {
  cpu.require(fitSeconds(columnCountOf(norm), 2, piecesOf(norm)), `to train ${columnsOf(norm)}`);
}

/** To ask a norm's factors. */
export function spendFit({ cpu }: Context, norm: NormParts): void {
  cpu.spend(fitSeconds(columnCountOf(norm), 1, piecesOf(norm)), `to fit ${columnsOf(norm)}`);
}

/** To learn anew from all batches; `fits`: how often. */
export function spendRelearning({ cpu }: Context, norm: NormParts, fits = 1): void {
  cpu.spend(fitSeconds(columnCountOf(norm), fits, PIECES.anew), `to learn ${columnsOf(norm)} anew from all batches`);
}

function fitSeconds(columns: number, fits: number, pieces: number): number {
  return ANY + columns ** 2 * (fits * FIT + pieces * PIECE);
}

function piecesOf({ specification }: NormParts): number {
  return specification.forget === undefined ? PIECES.inOrder : PIECES.anew;
}

/** Of so many columns are a norm's factors: its features, and more of them where knots are to be placed. */
function columnCountOf({ specification, inferred }: NormParts): number {
  return keptCount(specification, inferred);
}

function columnsOf(norm: NormParts): string {
  const pieces = Object.keys(norm.specification.piecewise ?? {}).length > 0 ? ", pieces for knots counted," : "";
  return `a norm of ${columnCountOf(norm)} features${pieces}`;
}
