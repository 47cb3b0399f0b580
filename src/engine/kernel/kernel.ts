// All that runs in WebAssembly, on one memory.
import { type BidiagonalKernel, createBidiagonalKernel } from "./bidiagonal-kernel.ts";
import { type BoostingKernel, createBoostingKernel } from "./boosting/boosting-kernel.ts";
import { type CsvKernel, createCsvKernel } from "./csv-kernel.ts";
import { createFactorKernel, type FactorKernel } from "./factor-kernel.ts";
import { createForestKernel, type ForestKernel } from "./forest-kernel.ts";
import { createSvmKernel, type SvmKernel } from "./svm-kernel.ts";
import { createTreeShapKernel, type TreeShapKernel } from "./tree-shap-kernel.ts";
import { openWasm } from "./wasm.ts";

export interface Kernel
  extends FactorKernel,
    BidiagonalKernel,
    ForestKernel,
    BoostingKernel,
    SvmKernel,
    CsvKernel,
    TreeShapKernel {}

/** The kernels from the compiled module that the runtime imported. */
export function createKernel(module: WebAssembly.Module): Kernel {
  const wasm = openWasm(module);
  return {
    ...createFactorKernel(wasm),
    ...createBidiagonalKernel(wasm),
    ...createForestKernel(wasm, () => openWasm(module)),
    ...createBoostingKernel(wasm),
    ...createSvmKernel(wasm),
    ...createCsvKernel(wasm),
    ...createTreeShapKernel(wasm),
  };
}
