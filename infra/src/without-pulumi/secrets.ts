import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { SECRETS } from "../secrets/secrets.ts";
import { isRecord } from "../value.ts";

/** Secrets that the Worker doesn't start without. */
export const REQUIRED_SECRETS = ["JWT_SECRET", "PASSWORD_PEPPER"] as const;

export type WorkerSecrets = Readonly<Record<string, string>>;

const OTHERS = 0o077;

/**
 * The values of the secrets that the Worker lacks: those of the file, or else new ones, which are written to the file if one is
 * named. Throws for a database with data whose secrets are nowhere, because new ones could never decrypt it.
 */
export function missingSecrets(
  present: readonly string[],
  hasData: boolean,
  file: string | undefined,
  isDryRun: boolean,
): WorkerSecrets {
  const missing = REQUIRED_SECRETS.filter((name) => !present.includes(name));
  if (missing.length === 0) return {};
  if (file !== undefined && existsSync(file)) return secretsIn(file, missing);
  if (hasData) {
    throw new Error(
      `The database has data, but the Worker lacks ${missing.join(" and ")}. Nothing was changed.\n` +
        "Pass the secrets that the data was encrypted with by --secrets-file, or delete the database.",
    );
  }
  const generated = Object.fromEntries(missing.map((name) => [name, SECRETS.get(name)?.generate?.() ?? ""]));
  if (file !== undefined && !isDryRun) {
    writeFileSync(file, `${JSON.stringify(generated, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  }
  return generated;
}

function secretsIn(file: string, names: readonly string[]): WorkerSecrets {
  // Windows has no such modes.
  if (process.platform !== "win32" && (statSync(file).mode & OTHERS) !== 0) {
    throw new Error(`Other users can read ${file}. Run \`chmod 600 ${file}\`.`);
  }
  const values = parse(file);
  return Object.fromEntries(
    names.map((name) => {
      const value = values[name];
      const problem = typeof value === "string" ? SECRETS.get(name)?.problemOf(value) : "is missing";
      if (typeof value !== "string" || problem !== undefined) throw new Error(`${name} in ${file} ${problem}.`);
      return [name, value];
    }),
  );
}

function parse(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isRecord(value)) return value;
  } catch {
    // The error's message could repeat a secret.
  }
  throw new Error(`${file} isn't a JSON object of secrets.`);
}
