import { defineConfig } from "drizzle-kit";

/** `npm run migrations` writes the SQL that takes the last migration's schema to today's. */
export default defineConfig({
  dialect: "sqlite",
  schema: "./drizzle/schema.ts",
  out: "./drizzle/migrations",
});
