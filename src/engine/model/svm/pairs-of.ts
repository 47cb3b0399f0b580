/** (0, 1), (0, 2) … (1, 2) …: the pairs of classes, in the order that machines and their values have. */
export function pairsOf(classCount: number): [number, number][] {
  const classes = [...Array(classCount).keys()];
  return classes.flatMap((first) => classes.slice(first + 1).map((second): [number, number] => [first, second]));
}
