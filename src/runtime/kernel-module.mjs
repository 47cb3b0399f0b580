// The compiled kernels. `import source` is how both runtimes load WebAssembly as a module; TypeScript cannot parse it yet.
import source kernelModule from "../../build/kernel.wasm";

export default kernelModule;
