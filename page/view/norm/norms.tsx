// Norms: which there are, and of one of them what it says, how it came about and what it saved.
import type { Address } from "../../address.ts";
import { NormBatches } from "./batches.tsx";
import { NormFeatures } from "./features.tsx";
import { NormList } from "./list.tsx";
import { NormOverview } from "./overview.tsx";
import { NormSavings } from "./savings.tsx";

const PAGES: Record<string, typeof NormOverview> = {
  "": NormOverview,
  batches: NormBatches,
  features: NormFeatures,
  savings: NormSavings,
};

export default function Norms({ path: [norm, page = ""], query }: Address) {
  if (norm === undefined) return <NormList query={query} />;
  const Page = PAGES[page] ?? NormOverview;
  return <Page key={norm} norm={norm} query={query} />;
}
