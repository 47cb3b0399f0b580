// The strip of figures at the top of a view: each with its uncertainty and what it means in words.
import type { ComponentChildren } from "preact";
import type { Tone } from "./card.tsx";

export interface Figure {
  name: string;
  value: ComponentChildren;
  /** Behind the value, small: ± 2.7, of 365. */
  spread?: ComponentChildren;
  tone?: Tone | undefined;
  verdict?: ComponentChildren;
  verdictTone?: Tone | undefined;
}

export function Figures({ figures, label }: { figures: Figure[]; label: string }) {
  return (
    <dl class="card figures" aria-label={label}>
      {figures.map(({ name, value, spread, tone, verdict, verdictTone }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong class={tone}>{value}</strong>
            {spread !== undefined && <small> {spread}</small>}
          </dd>
          {verdict !== undefined && <dd class={`verdict ${verdictTone ?? ""}`}>{verdict}</dd>}
        </div>
      ))}
    </dl>
  );
}
