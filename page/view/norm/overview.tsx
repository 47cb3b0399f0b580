// To be written.
import type { OfNorm } from "./of-norm.ts";

export function NormOverview({ norm }: OfNorm) {
  return <div class="card">{norm}</div>;
}
