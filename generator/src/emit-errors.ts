import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";

/** The codes of every error the service answers with. */
export function emitErrors(contract: Contract): string {
  const codes = Object.entries(contract.errors).map(
    ([code, { status, message }]) => `  /** ${status}. ${message} */\n  | "${code}"\n`,
  );
  return `${BANNER}\n/** Stable codes of the service's errors, to branch on. */\nexport type ServiceErrorCode =\n${codes.join("").trimEnd()};\n`;
}
