import * as v from "valibot";
import { refuse } from "./bounded.ts";
import { show } from "./show.ts";

/** An object with these keys and no others; an unknown key is told what would be known. */
export function exactObject<E extends v.ObjectEntries>(entries: E) {
  const known = Object.keys(entries).join(", ");
  const noObject = (input: unknown) => `${show(input)} is not an object with ${known}`;
  const object = v.strictObject(entries, ({ expected, input }) => {
    if (expected === "never") return `unknown key; accepted are ${known}`;
    return input === undefined ? "missing" : noObject(input);
  });
  const run: (typeof object)["~run"] = function (this: typeof object, dataset, config) {
    // To valibot an array is an object too, whose keys it would go through. `this` may be what v.partial makes of the object.
    if (Array.isArray(dataset.value)) return refuse(this, dataset, config, noObject(dataset.value));
    return object["~run"].call(this, dataset, config);
  };
  return { ...object, "~run": run };
}

/** One of several objects, told apart by the value of one key. */
export function exactVariant<K extends string, Options extends v.VariantOptions<K>>(key: K, options: Options) {
  const variant = v.variant(key, options);
  const run: (typeof variant)["~run"] = (dataset, config) => {
    if (Array.isArray(dataset.value))
      return refuse(variant, dataset, config, `${show(dataset.value)} is not an object with ${key}`);
    return variant["~run"](dataset, config);
  };
  return { ...variant, "~run": run };
}
