import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./src/access/store/access-tables.ts",
    "./src/norm/store/norm-tables.ts",
    "./src/registry/store/model-tables.ts",
    "./src/registry/store/comparison-tables.ts",
    "./src/shop/store/session-tables.ts",
  ],
  out: "./src/migrations",
});
