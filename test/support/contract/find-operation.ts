// Which operation of the document a request is, as OpenAPI finds it.
import { escaped, type OpenApi, type Operation } from "./open-document.ts";

export interface Found {
  operation: Operation;
  /** Where it stands in the document: a JSON pointer in a URL. */
  place: string;
  /** What stands for the names in its path. */
  inPath: Record<string, string>;
}

/**
 * undefined where no operation has that path and method. A path without names comes before one that has some, unless that one alone has the
 * method: a client that fills in a name comes there too. HEAD is GET; a slash at the end of a path is nothing.
 */
export function findOperation({ paths }: OpenApi, method: string, path: string): Found | undefined {
  const pathname = pathnameOf(path);
  const name = (method === "HEAD" ? "GET" : method).toLowerCase();
  const fitting = Object.keys(paths).filter(
    (each) => pattern(each).test(pathname) && paths[each]?.[name] !== undefined,
  );
  const template = fitting.find((each) => !each.includes("{")) ?? fitting[0] ?? "";
  const operation = paths[template]?.[name];
  if (operation === undefined) return undefined;
  const inPath = Object.entries(pattern(template).exec(pathname)?.groups ?? {});
  return {
    operation,
    place: `/paths/${escaped(template)}/${name}`,
    inPath: Object.fromEntries(inPath.map(([name, value]) => [name, decoded(value)])),
  };
}

/** Of a path, with its query, or a whole URL. Two slashes at its beginning would be a host, were it resolved. */
export function pathnameOf(path: string): string {
  return new URL(path.startsWith("/") ? `http://localhost${path}` : path, "http://localhost").pathname;
}

const patterns = new Map<string, RegExp>();

function pattern(template: string): RegExp {
  const known = patterns.get(template);
  if (known !== undefined) return known;
  const named = template.replace(/[.]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  const made = new RegExp(`^${named}/*$`);
  patterns.set(template, made);
  return made;
}

/** What cannot be decoded is left as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
