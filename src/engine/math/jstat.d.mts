declare const jstat: {
  studentt: { inv(p: number, degreesOfFreedom: number): number };
  /** The regularised incomplete beta function; false outside 0 … 1. */
  ibeta(x: number, a: number, b: number): number | false;
};
export default jstat;
