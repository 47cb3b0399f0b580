// What is stored of a comparison as JSON.
import type { Difference, FoldSummary } from "../../../engine/score/compare-folds.ts";
import type { Warning } from "../../../warning.ts";
import type { DataProfile } from "../data-figure.ts";
import type { Label } from "../labels.ts";
import type { MetricName } from "./metric-name.ts";

type Params = Record<string, unknown>;

/** One that is compared. */
export interface Candidate {
  name: string;
  hTune: boolean;
  /** Hyperparameters as they were sent, and all of them: null where they are tuned. */
  given: Params;
  params: Params | null;
  /** Estimated work of a fold; a fold that is tuned is all that its tuning takes. */
  seconds: number;
  /** Why it is not tried at all. */
  error: string | null;
}

export type FoldsBy = "class" | "row" | "group" | "time";

export interface ComparedFolds {
  count: number;
  by: FoldsBy;
  /** Rows that each holds out, and that are learned from meanwhile. */
  heldOut: number[];
  learned: number[];
  /** Whether a training would deal other folds, which then stand beside the data. */
  areOwn: boolean;
}

/** See DataShape, which a training is planned by. */
export interface ComparedShape {
  owner: string | null;
  rowCount: number;
  columns: string[];
  classes: Label[] | null;
  classCounts: number[] | null;
  missingCount: number;
  profile: DataProfile | null;
  foldCount: number;
  foldsBy: FoldsBy;
  foldsLacking: string | null;
  groupCount: number;
}

/** What came of a candidate on one fold. */
export interface FoldTried {
  /** Of the raw responses in KV; 0 where there are none. */
  chunks: number;
  /** Of the model as it would be stored. */
  bytes: number;
  seconds: number;
  /** The hyperparameters that it was tried with. */
  params: Params;
  error: string | null;
}

export type Figures = Partial<Record<MetricName, number | null>>;

/** How good a candidate is on the folds. */
export interface Judged {
  scores: (number | null)[];
  figures: Figures;
  error: string | null;
}

/** All that is told of a candidate; without figures where there is an error. */
export interface ComparedRow {
  error: string | null;
  chosen: (Params | null)[] | null;
  scores: (number | null)[] | null;
  summary: FoldSummary | null;
  figures: Figures | null;
  /** To the best; null of the best. */
  difference: Difference | null;
  rank: number | null;
  bytes: number | null;
  seconds: number | null;
}

export interface ComparisonResult {
  rows: ComparedRow[];
  /** Places in `rows`; null where none has figures. */
  best: number | null;
  winner: number | null;
  warnings: Warning[];
  modelError: string | null;
}
