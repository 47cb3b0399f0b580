// References within a JSON document.

// biome-ignore lint/suspicious/noExplicitAny: a document is read part by part, as the bodies of answers are.
type Json = any;

/** What a part of a document is, or refers to by a JSON pointer (RFC 6901); an error where that is nothing. */
export function resolve(document: Json, part: Json): Json {
  if (typeof part?.$ref !== "string") return part;
  const keys = part.$ref.replace(/^#\//, "").split("/");
  const found = keys.reduce(
    (value: Json, key: string) => value?.[key.replaceAll("~1", "/").replaceAll("~0", "~")],
    document,
  );
  if (found === undefined) throw new Error(`${part.$ref} leads nowhere`);
  return resolve(document, found);
}
