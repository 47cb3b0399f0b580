// Whether one error that was cross-validated is less than another.

export interface CrossValidated {
  rmse: number;
  rmse_std_error?: number | undefined;
}

export type Verdict = "same" | "better" | "worse";

/** Within one standard error of the lesser of both, a difference is none: what a selection goes by. */
export function compareErrors(now: CrossValidated, then: CrossValidated): { verdict: Verdict; percent: number } {
  const lesser = now.rmse <= then.rmse ? now : then;
  const difference = then.rmse - now.rmse;
  const percent = now.rmse === 0 ? 0 : (100 * difference) / now.rmse;
  if (Math.abs(difference) <= (lesser.rmse_std_error ?? 0)) return { verdict: "same", percent };
  return { verdict: difference < 0 ? "better" : "worse", percent };
}
