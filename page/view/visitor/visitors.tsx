// Visitors: what they look at, one visit and who it probably is, and how good that guess is.
import type { Address } from "../../address.ts";
import { Report } from "./report.tsx";
import { Shop } from "./shop.tsx";
import { Upload } from "./upload.tsx";
import { Visit } from "./visit.tsx";

/** #/visitors, #/visitors/visit/{id}, #/visitors/report, #/visitors/upload */
export default function Visitors({ path: [page, id], query }: Address) {
  if (page === "visit" && id !== undefined) return <Visit key={id} id={id} query={query} />;
  if (page === "report") return <Report />;
  if (page === "upload") return <Upload />;
  return <Shop query={query} />;
}
