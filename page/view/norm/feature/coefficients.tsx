// What each feature weighs in the norm, and would weigh in a what-if.
import { Card } from "../../../part/card.tsx";
import { number } from "../../../part/format.ts";
import { quantityName } from "../../../part/quantity.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { features } from "../../../words/norm-acts.ts";
import type { Norm, WhatIf } from "../shapes.ts";

const words = features.coefficients;

interface Weight {
  value: number;
  std_error: number | null;
}

interface Row {
  feature: string;
  norm: Weight | undefined;
  whatIf: Weight | undefined;
}

export function Coefficients({ norm, whatIf }: { norm: Norm; whatIf: WhatIf | null | undefined }) {
  const columns: Column<Row>[] = [
    { name: words.feature, value: ({ feature }) => feature },
    ...weights(words.norm, ({ norm }) => norm),
    ...(whatIf ? weights(words.whatIf, ({ whatIf }) => whatIf) : []),
  ];
  return (
    <Card title={words.title} line={words.line(quantityName(norm))}>
      <Table
        caption={words.caption}
        file={`${norm.norm}-coefficients`}
        columns={columns}
        rows={rowsOf(norm, whatIf)}
        keyOf={({ feature }) => feature}
      />
    </Card>
  );
}

function weights(name: string, of: (row: Row) => Weight | undefined): Column<Row>[] {
  return [
    {
      name,
      value: (row) => of(row)?.value ?? null,
      show: (row) => {
        const weight = of(row);
        return weight === undefined ? <span class="quiet">{words.out}</span> : number(weight.value);
      },
    },
    {
      name: `${name} ${words.spread}`,
      value: (row) => of(row)?.std_error ?? null,
      show: (row) => number(of(row)?.std_error, 2),
    },
  ];
}

function rowsOf(norm: Norm, whatIf: WhatIf | null | undefined): Row[] {
  const own = new Map<string, Weight>(norm.coefficients.map((of) => [of.feature, of]));
  const then = new Map<string, Weight>((whatIf?.coefficients ?? []).map((of) => [of.feature, of]));
  const asWeight = (value: number | null | undefined, std_error: number | null | undefined) =>
    typeof value === "number" ? { value, std_error: std_error ?? null } : undefined;
  return [
    {
      feature: words.intercept,
      norm: asWeight(norm.intercept, norm.intercept_std_error),
      whatIf: asWeight(whatIf?.intercept, whatIf?.intercept_std_error),
    },
    ...[...new Set([...own.keys(), ...then.keys()])].map((feature) => ({
      feature,
      norm: own.get(feature),
      whatIf: then.get(feature),
    })),
  ];
}
