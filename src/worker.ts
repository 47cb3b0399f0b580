// Cloudflare's way in: bindings → Context.

import kernelModule from "../build/kernel.wasm";
import { serve } from "./app.ts";
import { createKernel } from "./math/kernel.ts";
import { openDatabase } from "./store/database.ts";
import type { ModelCache } from "./store/models.ts";

interface Bindings {
  DATABASE: D1Database;
  MODELS: KVNamespace;
  API_TOKEN?: string;
  PUBLIC?: string;
}

// One per isolate, for as long as it lives.
const kernel = createKernel(kernelModule);
const modelCache: ModelCache = new Map();

export default {
  fetch(request, bindings) {
    const context = {
      database: openDatabase(bindings.DATABASE),
      models: bindings.MODELS,
      modelCache,
      kernel,
      nowMs: () => Date.now(),
      newId: () => crypto.randomUUID(),
      log: (entry: Record<string, unknown>) => console.error(JSON.stringify(entry)),
    };
    return serve(request, context, { token: bindings.API_TOKEN, isPublic: bindings.PUBLIC === "true" });
  },
} satisfies ExportedHandler<Bindings>;
