// To be written.
import type { Card } from "../of-model.ts";
export function Predict(_: { card: Card; query: URLSearchParams }) {
  return <div class="card" />;
}
