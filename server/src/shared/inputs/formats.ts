import * as z from "zod";
import { DOMAIN_NAME_FORM, readDomainName } from "../domain-name.ts";
import { EMAIL_FORM, MAX_EMAIL_LENGTH, readEmail } from "../email.ts";

const rfc3339 = z.iso.datetime({ offset: true });

/**
 * A time that a caller names: a `Date`, as the SDK sends it with superjson's mark, or RFC 3339 text, which is all that plain
 * JSON can say. The type is `Date` alone, so that the SDK has one way to write it. The message is in the contract, so that the
 * SDK's in-memory tenant refuses a time in the same words.
 */
export function timeInputSaying(message: string): z.ZodType<Date, Date> {
  return z
    .preprocess((value) => (rfc3339.safeParse(value).success ? new Date(`${value}`) : value), z.date(message))
    .meta({ type: "string", format: "date-time", "x-message": message }) as unknown as z.ZodType<Date, Date>;
}

export const timeInput = timeInputSaying("Give a time with its offset, such as 2026-01-31T12:00:00Z (RFC 3339).");

/** As it is stored: what `readEmail` makes of it. */
export const email = z
  .string()
  .max(MAX_EMAIL_LENGTH)
  .check((given) => {
    const read = readEmail(given.value);
    if ("email" in read) given.value = read.email;
    else given.issues.push({ code: "custom", message: read.problem, input: given.value });
  })
  .meta({ format: "email", pattern: EMAIL_FORM, "x-reads": "email" });

/** A domain name, which becomes lower-case ASCII. */
export const domainNameInput = z
  .string()
  .max(253)
  .check((given) => {
    const read = readDomainName(given.value);
    if ("name" in read) given.value = read.name;
    else given.issues.push({ code: "custom", message: read.problem, input: given.value });
  })
  .meta({ pattern: `^${DOMAIN_NAME_FORM}$`, "x-reads": "domain name" });
