import * as schema from "@cf-auth/drizzle";
import { DrizzleQueryError } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Database = DrizzleD1Database<typeof schema>;
export { schema };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding, { schema });
}

/** Whether a write failed because a unique index already has the value. */
export function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof Error && cause.message.includes("UNIQUE constraint failed");
}
