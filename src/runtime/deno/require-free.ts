// Whether the address is to be had, before the file is opened, which another process may be at work on.
import { inUrl, type Settings } from "./settings.ts";

/** Throws "Cannot start: …" where nobody can listen there. */
export function requireFree({ host, port }: Settings): void {
  try {
    Deno.listen({ port, hostname: host }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse)
      throw new Error(
        `Cannot start: port ${port} is taken; PORT=… takes another one, with a file of its own (EDGEFIT_DB=…)`,
      );
    throw new Error(`Cannot start: it cannot listen on ${inUrl(host)}:${port}: ${(error as Error).message}`);
  }
}
