// What a norm or a model predicts, as it is written: behind numbers, on axes, and as sums of it are.

export interface Quantity {
  target: string | null;
  unit: string | null;
}

const NONE = "–";

/** "3.2 kWh"; the number alone where no unit is known, or no number. */
export function withUnit(text: string, unit: string | null | undefined): string {
  return unit && text !== NONE ? `${text} ${unit}` : text;
}

/** "electricity, kWh"; the unit once, where the name ends with it. null where nothing is known. */
export function quantityName({ target, unit }: Quantity): string | null {
  if (!unit || !target) return target || unit || null;
  return suggestUnit(target) === unit ? target : `${target}, ${unit}`;
}

/** "actual − norm, kWh". */
export const inUnit = (label: string, unit: string | null | undefined): string => (unit ? `${label}, ${unit}` : label);

// Energy is used over a time. Power and flow are at one: what a sum of them is follows from how far rows are apart.
const ENERGY = ["Wh", "kWh", "MWh", "GWh", "kJ", "MJ", "GJ", "therms", "kBtu", "MMBtu"];
const POWER = ["W", "kW", "MW", "GW"];
const FLOW = ["m³/h"];
const OTHERS = ["m³", "kg", "EUR", "USD", "GBP", "°C"];
const UNITS = new Map([...ENERGY, ...POWER, ...FLOW, ...OTHERS].map((unit) => [written(unit), unit]));

/** The unit that a column's name ends with: load_kWh, energy (kWh), power [kW]. Empty where it ends with none of those that are known. */
export function suggestUnit(column: string): string {
  const [, inBrackets] = /[([]([^()[\]]+)[)\]]\s*$/.exec(column) ?? [];
  const [, atEnd = column] = /[_\s.\-,]([^_\s.\-,]+)$/.exec(column) ?? [];
  return UNITS.get(written(inBrackets ?? atEnd)) ?? "";
}

function written(unit: string): string {
  return unit.trim().toLowerCase().replace("m3", "m³");
}

/** The unit of a sum over rows that are `step` apart: of power over hours it is energy. */
export function sumUnit(unit: string | null | undefined, step: string | null | undefined): string | null {
  if (!unit || ![...POWER, ...FLOW].includes(unit)) return unit || null;
  if (step === "1h") return unit.endsWith("/h") ? unit.slice(0, -"/h".length) : `${unit}h`;
  return `${unit} × ${step ?? "1 row"}`;
}
