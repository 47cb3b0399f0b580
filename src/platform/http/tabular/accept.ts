// The media type of an answer, by the header Accept (RFC 9110, section 12.5.1).

/** A media type that can be had, with the parameters that it has. */
export interface Offer {
  type: string;
  parameters: Record<string, string>;
}

interface Range {
  type: string;
  parameters: string[];
  weight: number;
}

/**
 * What is asked for most; of what is asked for alike, what is named more exactly, then what stands first. Where nothing that can be had is
 * asked for, the first: the header is disregarded, as section 12.4.1 has it, for clients that never meant it have always had that one.
 */
export function negotiate<Offers extends readonly [Offer, ...Offer[]]>(
  accept: string | null,
  offers: Offers,
): Offers[number] {
  const ranges = (accept ?? "").split(",").flatMap((text) => readRange(text) ?? []);
  let best = { offer: offers[0] as Offers[number], weight: 0, exactness: -1 };
  for (const offer of offers) {
    const { weight, exactness } = fitOf(offer, ranges);
    if (weight > best.weight || (weight > 0 && weight === best.weight && exactness > best.exactness))
      best = { offer, weight, exactness };
  }
  return best.offer;
}

/** The weight of an offer is that of the range that names it most exactly. */
function fitOf(offer: Offer, ranges: readonly Range[]): { weight: number; exactness: number } {
  let fit = { weight: 0, exactness: -1 };
  for (const range of ranges) {
    const exactness = exactnessOf(range, offer);
    if (exactness > fit.exactness) fit = { weight: range.weight, exactness };
  }
  return fit;
}

/** −1 where a range does not hold the offer. */
function exactnessOf({ type, parameters }: Range, offer: Offer): number {
  const has = (parameter: string) => {
    const [name = "", value = ""] = parameter.split("=");
    return offer.parameters[name.trim()] === value.trim().replace(/^"(.*)"$/, "$1");
  };
  if (!parameters.every(has)) return -1;
  if (type === offer.type) return 2 + parameters.length;
  if (type === `${offer.type.split("/")[0]}/*`) return 1;
  return type === "*/*" ? 0 : -1;
}

const TYPE = /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+$/;
const WEIGHT = /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

/** null for what is no media range: it asks for nothing. */
function readRange(text: string): Range | null {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim().toLowerCase());
  const at = rest.findIndex((part) => part.startsWith("q="));
  const weight = at < 0 ? "1" : WEIGHT.exec(rest[at] as string)?.[1];
  if (!TYPE.test(type) || weight === undefined) return null;
  // What follows the weight are no parameters of the type.
  const parameters = (at < 0 ? rest : rest.slice(0, at)).filter((part) => part !== "");
  return { type, parameters, weight: Number(weight) };
}
