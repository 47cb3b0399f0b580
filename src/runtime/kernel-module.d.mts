declare const kernelModule: WebAssembly.Module;
export default kernelModule;
