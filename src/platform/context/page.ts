/** A page of `limit` rows, out of rows read one further to see whether there are more; `next` is then the key of its last row. */
export function pageOf<T, Key>(rows: T[], limit: number, keyOf: (row: T) => Key): { rows: T[]; next: Key | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}
