declare const kernelFile: Uint8Array<ArrayBuffer> | WebAssembly.Module;
export default kernelFile;
