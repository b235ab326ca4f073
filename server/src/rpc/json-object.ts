import * as z from "zod";
import { isWithinDepth } from "./document.ts";

/** Lists and objects inside each other in a value that is free in its form. */
const MAX_DEPTH = 20;

/** An object of any JSON values, which is what a condition's context is. */
export const jsonObject = z
  .record(z.string(), z.unknown())
  .refine((value) => isWithinDepth(value, MAX_DEPTH), `Nest lists and objects at most ${MAX_DEPTH} levels deep.`);
