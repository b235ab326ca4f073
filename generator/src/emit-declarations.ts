import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";
import { propertiesOf } from "./schemas.ts";

/** Who may call each procedure and what it takes, for the service's double in tests. */
export function emitDeclarations(contract: Contract): string {
  const lines = contract.procedures.map(({ path, caller, input }) => {
    const fields = Object.keys(propertiesOf(input ?? {}) ?? {});
    const required = Array.isArray(input?.required) ? input.required : [];
    return `  ${JSON.stringify(path)}: ${JSON.stringify({ callers: caller, fields, required })},\n`;
  });
  return [
    BANNER,
    `interface Declaration {\n  callers: string[];\n  fields: string[];\n  required: string[];\n}\n\n`,
    `/** Who may call each procedure, and the fields of what it takes. */\n`,
    `export const DECLARATIONS: Readonly<Record<string, Declaration>> = {\n${lines.join("")}};\n`,
  ].join("");
}
