import * as z from "zod";
import { EMAIL_FORM, MAX_EMAIL_LENGTH, readEmail } from "../email.ts";

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
