import { createKernel, type Kernel } from "../kernel/kernel.ts";
import kernelFile from "./kernel-file.mjs";

// The types of Workers, which compile nothing at run time, know no compile.
const { compile } = WebAssembly as unknown as {
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module>;
};

/** The kernels on a memory of their own. */
export async function openKernel(): Promise<Kernel> {
  return createKernel(kernelFile instanceof WebAssembly.Module ? kernelFile : await compile(kernelFile));
}
