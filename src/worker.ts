// Cloudflare's way in: bindings → Context.

import { serve } from "./app.ts";
import kernelModule from "./kernel-module.mjs";
import { createKernel } from "./math/kernel.ts";
import { createCache } from "./store/cache.ts";
import { openDatabase } from "./store/database.ts";

interface Bindings {
  DATABASE: D1Database;
  MODELS: KVNamespace;
  API_TOKEN?: string;
  PUBLIC?: string;
}

// One per isolate, for as long as it lives.
const kernel = createKernel(kernelModule);
const cache = createCache();

export default {
  fetch(request, bindings) {
    const context = {
      database: openDatabase(bindings.DATABASE),
      models: bindings.MODELS,
      cache,
      kernel,
      nowMs: () => Date.now(),
      sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      newId: () => crypto.randomUUID(),
      log: (entry: Record<string, unknown>) => console.error(JSON.stringify(entry)),
    };
    return serve(request, context, { token: bindings.API_TOKEN, isPublic: bindings.PUBLIC === "true" });
  },
} satisfies ExportedHandler<Bindings>;
