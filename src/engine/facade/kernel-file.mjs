// The compiled kernels as whoever bundles this file has them: build-engine.ts puts the bytes in it, and for Workers, which compile none at
// run time, an import of the module beside it.
export { default } from "../../../build/kernel.wasm";
