import { SECRET_FIELDS } from "../contract/fields.ts";
import type { RunContext } from "./run-context.ts";

const HIDDEN = "[hidden]";

/** Prints what a command would send, without secrets. */
export function printDryRun(procedure: string, input: unknown, { output, settings }: RunContext): void {
  const { url, tenant } = settings;
  output.result({ procedure, url: url ?? null, tenant: tenant ?? null, input: withoutSecrets(input) });
  output.message("Nothing was sent: this was a dry run.");
}

/** A copy of an input without the values of its secrets. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, SECRET_FIELDS.includes(name) ? HIDDEN : withoutSecrets(field)]),
  );
}
