import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";

/** The error codes of the service, as a union type. */
export function emitErrors(contract: Contract): string {
  const codes = Object.entries(contract.errors).map(
    ([code, { status, message }]) => `  /** ${status}. ${message} */\n  | "${code}"\n`,
  );
  return `${BANNER}\n/** Stable error codes of the service. Branch on these. */\nexport type ServiceErrorCode =\n${codes.join("").trimEnd()};\n`;
}
