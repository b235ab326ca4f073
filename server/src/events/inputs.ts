import * as z from "zod";

/** The number of an event, or 0 for what is before the first. */
export const POSITION = z.int().min(0);
/** One event, or with a dot at its end the beginning of several. */
export const EVENT_FILTER = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$/, "Write an event name, or a prefix that ends in a dot.");
