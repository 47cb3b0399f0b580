// To be written.
import type { OfNorm } from "./of-norm.ts";

export function NormSavings({ norm }: OfNorm) {
  return <div class="card">{norm}</div>;
}
