// How the page writes what is predicted, and in which unit.
import { expect, it } from "vitest";
import { inUnit, quantityName, suggestUnit, sumUnit, withUnit } from "../../page/part/quantity.ts";
import { freeName } from "../../page/view/start/free-name.ts";

it.each([
  ["kWh", "kWh"],
  ["load_kWh", "kWh"],
  ["energy (kwh)", "kWh"],
  ["power [kW]", "kW"],
  ["gas m3", "m³"],
  ["flow (m³/h)", "m³/h"],
  ["zone_w_mean", ""],
  ["T_out", ""],
  ["workw", ""],
  ["energy (kWh) of office", ""],
  ["y", ""],
])("suggests the unit that %s ends with", (column, unit) => {
  expect(suggestUnit(column)).toBe(unit);
});

it("writes a unit behind numbers and names, once, and only where it is known", () => {
  expect([withUnit("3.2", "kWh"), withUnit("3.2", null), withUnit("–", "kWh")]).toEqual(["3.2 kWh", "3.2", "–"]);
  expect(quantityName({ target: "electricity", unit: "kWh" })).toBe("electricity, kWh");
  expect(quantityName({ target: "load_kWh", unit: "kWh" })).toBe("load_kWh");
  expect(quantityName({ target: null, unit: "kWh" })).toBe("kWh");
  expect(quantityName({ target: null, unit: null })).toBeNull();
  expect([inUnit("actual − norm", "kWh"), inUnit("actual − norm", "")]).toEqual([
    "actual − norm, kWh",
    "actual − norm",
  ]);
});

it("sums power over time", () => {
  expect([sumUnit("kWh", "15min"), sumUnit("kW", "1h"), sumUnit("kW", "15min"), sumUnit("m³/h", "1h")]).toEqual([
    "kWh",
    "kWh",
    "kW × 15min",
    "m³",
  ]);
  expect([sumUnit("kW", null), sumUnit("", "1h"), sumUnit(null, null)]).toEqual(["kW × 1 row", null, null]);
});

it("finds a name that no norm has", () => {
  const taken = new Set(["office", "office-2", "a".repeat(63)]);
  expect(freeName("shop", taken)).toBe("shop");
  expect(freeName("office", taken)).toBe("office-3");
  expect(freeName("a".repeat(63), taken)).toBe(`${"a".repeat(61)}-2`);
});
