import * as z from "zod";

const rfc3339 = z.iso.datetime({ offset: true });

/**
 * A time that a caller names: a `Date`, as the SDK sends it with superjson's mark, or RFC 3339 text, which is all that plain
 * JSON can say. The type is `Date` alone, so that the SDK has one way to write it.
 */
export const timeInput = z
  .preprocess(
    (value) => (rfc3339.safeParse(value).success ? new Date(`${value}`) : value),
    z.date("Give a time with its offset, such as 2026-01-31T12:00:00Z (RFC 3339)."),
  )
  .meta({ type: "string", format: "date-time" }) as unknown as z.ZodType<Date, Date>;
