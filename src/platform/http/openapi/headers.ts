// Headers of answers: each is described once, and endpoints and refusals name it.

const text = { type: "string" };
const seconds = { type: "integer", minimum: 0 };

const HEADERS = {
  Allow: { description: "The methods that would do", schema: text },
  "Edgefit-Answer": {
    description:
      "Of CSV and lines of JSON: as JSON in ASCII what of the answer is no row, such as its version and its warnings",
    schema: text,
  },
  ETag: {
    description: "What `If-None-Match` compares with: it changes whenever the answer does (RFC 9110)",
    schema: text,
  },
  Link: {
    description: 'Where there are more: `<…?after=…>; rel="next"` (RFC 8288), relative to the address called',
    schema: text,
  },
  Location: {
    description: "Where to look next: `/results/{task_id}`, which tells what a task came to; of 303 `/docs`",
    schema: text,
  },
  "Retry-After": { description: "After how many seconds to ask again", schema: seconds },
  "WWW-Authenticate": { description: "How to say who asks: `Bearer` (RFC 6750)", schema: text },
};

export type HeaderName = keyof typeof HEADERS;

/** References to headers, by name. */
export function headersOf(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** All of them, for `components.headers`. */
export const headerComponents: Record<string, object> = HEADERS;
