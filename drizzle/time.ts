import { integer } from "drizzle-orm/sqlite-core";

/** A column with a time: milliseconds since 1970, UTC. */
export const time = (name: string) => integer(name, { mode: "timestamp_ms" });
