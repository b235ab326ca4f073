import * as z from "zod";
import { DOMAIN_NAME_FORM, readDomainName } from "../domain-name.ts";
import { EMAIL_FORM, MAX_EMAIL_LENGTH, readEmail } from "../email.ts";

const rfc3339 = z.iso.datetime({ offset: true });

/**
 * A time: a `Date`, which the SDK sends with superjson's annotation, or RFC 3339 text in plain JSON. The type is `Date` alone, so
 * that the SDK has one way to write it. The message is in the contract, so that the SDK's in-memory tenant returns the same.
 */
export function timeInputSaying(message: string): z.ZodType<Date, Date> {
  return z
    .preprocess((value) => (rfc3339.safeParse(value).success ? new Date(`${value}`) : value), z.date(message))
    .meta({ type: "string", format: "date-time", "x-message": message }) as unknown as z.ZodType<Date, Date>;
}

export const timeInput = timeInputSaying("Use a time with an offset, such as 2026-01-31T12:00:00Z (RFC 3339).");

/** An email, in the form that `readEmail` returns. */
export const email = z
  .string()
  .max(MAX_EMAIL_LENGTH)
  .check((payload) => {
    const read = readEmail(payload.value);
    if ("email" in read) payload.value = read.email;
    else payload.issues.push({ code: "custom", message: read.problem, input: payload.value });
  })
  .meta({ format: "email", pattern: EMAIL_FORM, "x-reads": "email" });

/** A domain name, converted to lower-case ASCII. */
export const domainNameInput = z
  .string()
  .max(253)
  .check((payload) => {
    const read = readDomainName(payload.value);
    if ("name" in read) payload.value = read.name;
    else payload.issues.push({ code: "custom", message: read.problem, input: payload.value });
  })
  .meta({ pattern: `^${DOMAIN_NAME_FORM}$`, "x-reads": "domain name" });
