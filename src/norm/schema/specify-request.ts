// What a norm is to be: what it learns from, and what people call it.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { type AboutRequest, aboutEntries } from "../../platform/schema/about.ts";
import { NormSpecification } from "./norm-specification.ts";

const [{ entries }, checked] = NormSpecification.pipe;

export type SpecifyRequest = NormSpecification & AboutRequest;

export const SpecifyRequest = v.pipe(
  exactObject({ ...entries, ...aboutEntries }),
  checked,
) as unknown as v.GenericSchema<unknown, SpecifyRequest>;
