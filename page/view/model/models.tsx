// Models: which there are, training one, comparing several, and of one its card and its predictions.
import type { Address } from "../../address.ts";
import { ModelCard } from "./card.tsx";
import { Comparison } from "./comparison.tsx";
import { ModelList } from "./list.tsx";
import { Train } from "./train.tsx";

/** #/models, #/models/new, #/models/comparisons/{id}, #/models/{id} */
export default function Models({ path: [first, second], query }: Address) {
  if (first === undefined) return <ModelList query={query} />;
  if (first === "new") return <Train query={query} />;
  if (first === "comparisons") return <Comparison id={second} query={query} />;
  return <ModelCard key={first} id={first} query={query} />;
}
