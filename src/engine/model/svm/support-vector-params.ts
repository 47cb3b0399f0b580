import type { KernelFunction } from "../../kernel/svm-kernel.ts";
import type { ClassWeight } from "../../parameter/class-weights.ts";

/** What a caller may set; how it is bounded stands with the family. */
export type SupportVectorParams = {
  kernel: KernelFunction["kind"];
  C: number;
  gamma: number | "scale";
  degree: number;
  coef0: number;
  tol: number;
  epsilon?: number;
  class_weight?: ClassWeight;
};
