import * as z from "zod";

/**
 * The input of a procedure that has none. All empty bodies are empty objects by the time a procedure sees them
 * (`platformProcedure`), and a field is refused, as in every other input.
 */
export const noInput = z
  .strictObject({})
  // Callers see a procedure that takes nothing; zod infers an object without fields.
  .transform(() => undefined) as unknown as z.ZodType<void, void>;
