import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/store/norm-tables.ts", "./src/store/model-tables.ts", "./src/store/session-tables.ts"],
  out: "./src/store/migrations",
});
