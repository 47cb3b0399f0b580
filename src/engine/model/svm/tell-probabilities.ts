import { probabilities, type Sigmoid } from "../platt.ts";
import { couple } from "./couple.ts";

/** From what the machine of each pair says, a number a row: one number a class, row by row. Of two classes P(first) is the pair's own. */
export function probabilityOf(
  values: readonly Float64Array[],
  classCount: number,
  calibration: readonly Sigmoid[],
): Float64Array {
  const pairs = calibration.map((sigmoid, pair) => probabilities(sigmoid, values[pair] as Float64Array));
  const [first = new Float64Array()] = pairs;
  const classes = classCount === 2 ? [first, first.map((p) => 1 - p)] : couple(pairs, classCount);
  return Float64Array.from({ length: first.length * classCount }, (_, i) => {
    return classes[i % classCount]?.[Math.floor(i / classCount)] as number;
  });
}
