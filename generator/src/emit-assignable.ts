import type { Contract } from "./contract.ts";
import { BANNER, pascalCase } from "./names.ts";

/**
 * A file that compiles only if each flat type and what the router infers admit the same values.
 * It is checked with everything else and never runs.
 */
export function emitAssignable(contract: Contract): string {
  const lines = contract.procedures.map(({ path, input }) => {
    const at = path
      .split(".")
      .map((part) => `["${part}"]`)
      .join("");
    const name = pascalCase(path);
    const taken = input === null ? `Same<Inputs${at}, void>` : `Same<Inputs${at}, Flat.${name}Input>`;
    return `  "${path}": [${taken}, Same<Outputs${at}, Flat.${name}Output>];\n`;
  });
  const values = contract.procedures.map(({ path }) => `  "${path}": [true, true],\n`);
  return [
    BANNER,
    `import type { AppRouter } from "@cf-auth/server/router";\n`,
    `import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";\n`,
    `import type * as Flat from "../../client-sdk/src/generated/types.ts";\n`,
    `import type { Same } from "../src/same.ts";\n\n`,
    `type Inputs = inferRouterInputs<AppRouter>;\n`,
    `type Outputs = inferRouterOutputs<AppRouter>;\n\n`,
    `export const assignable: {\n${lines.join("")}} = {\n${values.join("")}};\n`,
  ].join("");
}
