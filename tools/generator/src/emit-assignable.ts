import type { Contract } from "./contract.ts";
import { BANNER, requestName, responseName } from "./names.ts";

/**
 * A file that compiles only if each flat type and the router's inferred type admit the same values. It is type-checked and never
 * runs.
 */
export function emitAssignable(contract: Contract): string {
  const lines = contract.procedures.map((procedure) => {
    const { path, input } = procedure;
    const at = path
      .split(".")
      .map((part) => `["${part}"]`)
      .join("");
    const request = input === null ? `Same<Inputs${at}, void>` : `Same<Inputs${at}, Flat.${requestName(procedure)}>`;
    return `  "${path}": [${request}, Same<Outputs${at}, Flat.${responseName(procedure)}>];\n`;
  });
  const values = contract.procedures.map(({ path }) => `  "${path}": [true, true],\n`);
  return [
    BANNER,
    `import type { AppRouter } from "@cf-auth/server/router";\n`,
    `import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";\n`,
    `import type * as Flat from "../../../client-sdk/src/generated/types.ts";\n`,
    `import type { Same } from "../src/same.ts";\n\n`,
    `type Inputs = inferRouterInputs<AppRouter>;\n`,
    `type Outputs = inferRouterOutputs<AppRouter>;\n\n`,
    `export const assignable: {\n${lines.join("")}} = {\n${values.join("")}};\n`,
  ].join("");
}
