// The frame around every view, and which view an address leads to.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Address } from "./address.ts";
import { hrefOf, useAddress } from "./address.ts";
import { answerOf, asRefusal, edgefit, useAnswer } from "./api.ts";
import { Loading, Refused } from "./part/asked.tsx";
import { TokenGate } from "./part/token-gate.tsx";
import { frame as words } from "./words/frame.ts";

/** By the first part of the path; each is fetched when it is first looked at. */
const VIEWS: Record<string, () => Promise<{ default: ComponentType<Address> }>> = {
  "": () => import("./view/start/start.tsx"),
  norms: () => import("./view/norm/norms.tsx"),
  models: () => import("./view/model/models.tsx"),
  visitors: () => import("./view/visitor/visitors.tsx"),
  settings: () => import("./view/settings/settings.tsx"),
};

export function App() {
  const { path, query } = useAddress();
  const [name = "", ...rest] = path;
  const Shown = useView(name);
  const about = useAnswer((signal) => answerOf(edgefit().GET("/", { signal })), []);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        {words.skip}
      </button>
      <header class="bar">
        <a class="mark" href={hrefOf([])}>
          {words.name}
        </a>
        <nav aria-label={words.navigation}>
          {(["norms", "models", "visitors"] as const).map((view) => (
            <a key={view} href={hrefOf([view])} aria-current={name === view ? "page" : undefined}>
              {words[view]}
            </a>
          ))}
          <a href="/docs">{words.docs}</a>
          <a href={hrefOf(["settings"])} aria-current={name === "settings" ? "page" : undefined}>
            {words.settings}
          </a>
        </nav>
        <small>{about.data?.version}</small>
      </header>
      <main id="main" tabIndex={-1}>
        <TokenGate>{Shown === undefined ? <Loading /> : <Shown key={name} path={rest} query={query} />}</TokenGate>
      </main>
    </>
  );
}

function useView(name: string): ComponentType<Address> | undefined {
  const [loaded, setLoaded] = useState<{ name: string; View: ComponentType<Address> }>();
  useEffect(() => {
    let isWanted = true;
    const open = VIEWS[name];
    if (open === undefined) setLoaded({ name, View: Nowhere });
    else
      void open()
        .catch((error: unknown) => ({ default: () => <Refused refusal={asRefusal(error)} /> }))
        .then(({ default: View }) => isWanted && setLoaded({ name, View }));
    return () => {
      isWanted = false;
    };
  }, [name]);
  return loaded?.name === name ? loaded.View : undefined;
}

function Nowhere() {
  return (
    <div class="card">
      <h1>{words.nothingHere}</h1>
      <p>
        <a href={hrefOf([])}>{words.toStart}</a>
      </p>
    </div>
  );
}
