// Where a person is: all of it stands behind the `#` of the address, so that back, forward, reload and a link sent to a colleague work.
import { useEffect, useState } from "preact/hooks";

/** All of it, or what a view is given: what is behind its name. */
export interface Address {
  /** `#/norms/office` is ["norms", "office"]. */
  path: string[];
  query: URLSearchParams;
}

export function readAddress(hash: string = location.hash): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

/** What a link leads to; what is undefined or empty in `query` is left out. */
export function hrefOf(
  path: readonly string[],
  query: Record<string, string | number | undefined | null> = {},
): string {
  const named = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(named.map(([name, value]) => [name, String(value)])).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${search && `?${search}`}`;
}

export function go(href: string): void {
  location.hash = href;
}

/** Other values of the query, the path and the rest as they are; null takes one away. `isStep`: back leads to the state before. */
export function changeQuery(changes: Record<string, string | number | null>, { isStep = false } = {}): void {
  const { path, query } = readAddress();
  const href = hrefOf(path, { ...Object.fromEntries(query), ...changes });
  if (isStep) {
    go(href);
  } else {
    history.replaceState(null, "", href);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
}

/** The address, anew whenever it changes. */
export function useAddress(): Address {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return readAddress(hash);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
