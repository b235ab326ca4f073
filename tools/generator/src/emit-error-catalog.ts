import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";

/** The error catalog, for the in-memory tenant of tests. */
export function emitErrorCatalog(contract: Contract): string {
  return [
    BANNER,
    `import type { ServiceErrorCode } from "./errors.ts";\n\n`,
    `interface Definition {\n  status: number;\n  message: string;\n  action: string;\n  retryable: boolean;\n}\n\n`,
    `/** Status, message, action and retryability of each error. */\n`,
    `export const ERROR_CATALOG: Readonly<Record<ServiceErrorCode, Definition>> = `,
    `${JSON.stringify(contract.errors, null, 2)};\n`,
  ].join("");
}
