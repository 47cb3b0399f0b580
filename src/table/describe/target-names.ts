// What people call the column of y, in the languages that users have; docs/tables.md has the list.

/** In the order in which they are looked for: what is y for sure, what was used, what is a result. */
export const TARGET_NAMES = [
  ...["y", "target", "label", "class", "outcome", "response"],
  ...["ziel", "zielwert", "klasse", "cible", "classe", "objetivo", "clase", "obiettivo", "doel"],
  ...["kwh", "mwh", "wh", "consumption", "verbrauch", "consommation", "consumo", "verbruik", "zuzycie", "forbrukning"],
  ...["energy", "energie", "energia", "usage", "load", "demand", "demanda", "stromverbrauch", "gasverbrauch"],
  ...["power", "leistung", "puissance", "potencia", "potenza", "vermogen", "kw"],
  ...["price", "preis", "prix", "precio", "prezzo", "prijs", "cena", "pris", "sales"],
  ...["value", "wert", "valeur", "valor", "valore", "waarde", "wartosc", "varde"],
] as const;

/** Names of columns of times, for times that are written as numbers. */
export const TIME_NAMES = [
  ...["time", "timestamp", "datetime", "date", "day", "ts", "t", "zeit", "zeitpunkt", "zeitstempel", "datum", "tag"],
  ...["temps", "horodatage", "heure", "fecha", "hora", "data", "ora", "tijd", "tijdstip", "czas", "tid"],
] as const;

/** Names of columns that name rows. */
export const ID_NAMES = [
  "id",
  "uuid",
  "guid",
  "key",
  "index",
  "nr",
  "no",
  "number",
  "nummer",
  "code",
  "row",
  "zeile",
] as const;

/** What a name is, without accents, case and what parts words: its words. */
export function wordsOf(name: string): string[] {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ł", "l").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** How well a name is one of a list: 0 for the first, the whole name before a word of it; Infinity where it is none. */
export function rankOf(name: string, names: readonly string[]): number {
  const words = wordsOf(name);
  const whole = names.indexOf(words.join(""));
  if (whole >= 0) return whole;
  const found = words.map((word) => names.indexOf(word)).filter((at) => at >= 0);
  return found.length === 0 ? Number.POSITIVE_INFINITY : names.length + Math.min(...found);
}
