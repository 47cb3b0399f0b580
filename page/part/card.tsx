// One question a card: its title asks or answers it, the line under it says how to read it.
import type { ComponentChildren } from "preact";

export interface CardProps {
  title: ComponentChildren;
  line?: ComponentChildren;
  /** Columns of the twelve that it takes on a wide screen. */
  width?: number;
  /** To the right of the title. */
  actions?: ComponentChildren;
  /** Whether it is what the view is about: a heading of the first order. */
  isHeading?: boolean;
  children?: ComponentChildren;
}

export function Card({ title, line, width = 12, actions, isHeading = false, children }: CardProps) {
  const Heading = isHeading ? "h1" : "h2";
  return (
    <section class="card" style={{ "--w": width }}>
      <header>
        <div>
          <Heading>{title}</Heading>
          {line !== undefined && <p class="quiet">{line}</p>}
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** The top of a view: its name, one sentence, and what can be done. */
export function Head({
  title,
  line,
  actions,
}: {
  title: ComponentChildren;
  line?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  return (
    <div class="head">
      <h1>{title}</h1>
      <p>{line}</p>
      {actions !== undefined && <div class="actions">{actions}</div>}
    </div>
  );
}

/** A chip: a tag, or a state in one word. */
export function Chip({ children, tone }: { children: ComponentChildren; tone?: Tone }) {
  return <span class={`chip ${tone ?? ""}`}>{children}</span>;
}

/** What a colour says; words beside it say the same. */
export type Tone = "good" | "warn" | "over" | "under" | "norm";
