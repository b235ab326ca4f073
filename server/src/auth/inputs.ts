import * as z from "zod";
import { fitsPassword, MAXIMUM_BYTES } from "./password-policy.ts";

/** RFC 5321 §4.5.3.1.3 leaves 254 characters for an address. */
export const emailInput = z.email().max(254).describe("The address, as the user writes it.");

export const passwordInput = z
  .string()
  .max(MAXIMUM_BYTES)
  .refine(fitsPassword, `A password is text of at most ${MAXIMUM_BYTES} bytes.`);

export const refreshTokenInput = z.string().min(1).max(256);
