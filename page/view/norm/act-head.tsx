// The top of a page on which something is done with a norm: whose it is, and the way to the other pages.
import type { ComponentChildren } from "preact";
import { hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Head } from "../../part/card.tsx";
import { pages as words } from "../../words/norm-acts.ts";
import type { Norm, NormSpecification } from "./shapes.ts";

export type Page = "batches" | "features" | "savings";

export function ActHead({
  norm,
  title,
  page,
  line,
  actions,
}: {
  norm: string;
  /** Of the norm, where it has one. */
  title: string | null | undefined;
  page: Page;
  line?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  return (
    <>
      <nav class="crumbs no-print" aria-label={words.label}>
        <a href={hrefOf(["norms", norm])}>{title ?? norm}</a>
        {(["batches", "features", "savings"] as const).map((other) => (
          <a key={other} href={hrefOf(["norms", norm, other])} aria-current={other === page ? "page" : undefined}>
            {words[other]}
          </a>
        ))}
      </nav>
      <Head title={words.titleOf(page, title ?? norm)} line={line} actions={actions} />
    </>
  );
}

export function useNorm(norm: string) {
  return useAnswer(
    (signal) => answerOf(edgefit().GET("/norms/{norm}", { params: { path: { norm } }, signal })) as Promise<Norm>,
    [norm],
  );
}

/** Says another thing of a norm, and leaves the rest as it is. */
export async function specify(
  { norm, spec }: Pick<Norm, "norm" | "spec">,
  changes: Partial<NormSpecification> | { title: string | null; target: string | null; unit: string | null },
): Promise<void> {
  const body = { ...spec, ...changes };
  await answerOf(edgefit().PUT("/norms/{norm}", { params: { path: { norm } }, body: body as never }));
}

/** The clock of a norm. */
export const zoneOf = ({ spec }: Pick<Norm, "spec">): string => spec?.timezone ?? "UTC";
