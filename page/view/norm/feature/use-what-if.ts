// What other features would give, asked when a person has stopped ticking for a moment.
import { useEffect, useState } from "preact/hooks";
import { type Asked, answerOf, edgefit, useAnswer } from "../../../api.ts";
import type { Norm, WhatIf } from "../shapes.ts";

const QUIET_MS = 250;

/** null where no feature is on; the answer of before stays while the next one is awaited. */
export function useWhatIf(
  { norm, version }: Norm,
  { features, lambda }: { features: string[]; lambda: number | undefined },
): Asked<WhatIf | null> {
  const body = useQuiet(JSON.stringify({ features, ...(lambda !== undefined && { lambda }) }));
  return useAnswer(
    async (signal) => {
      if (JSON.parse(body).features.length === 0) return null;
      const params = { path: { norm } };
      return answerOf(edgefit().POST("/norms/{norm}/what-if", { params, body: JSON.parse(body), signal }));
    },
    [norm, version, body],
  );
}

/** What was said last, once nothing else is said for a moment. */
function useQuiet(text: string): string {
  const [quiet, setQuiet] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return quiet;
}
