// AssemblyScript: what gradient boosting needs, gathered for the build.
export { findBins, sortValues } from "./bin";
export { gradientSum, hessiansSum, packGradients, packPairs, takeClassGradients, takeGradients, takeSoftmax } from "./gradient";
export { subtractHistogram, sumHistogram } from "./histogram";
export { addToRows, listRows, partByNumber, partBySet, placeBins, rowBytes, sumOfRows } from "./rows";
export { findSplit, leftBins, splitFound } from "./split";
export { boostSums, boostTable } from "./table";
