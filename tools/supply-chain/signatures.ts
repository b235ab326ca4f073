import { execFile } from "node:child_process";

/** A package that npm names, with its version. */
export interface AuditedPackage {
  readonly name: string;
  readonly version: string;
}

/** Result of `npm audit signatures`, or the reason why nothing was checked. */
export type SignatureAudit =
  | { readonly checked: true; readonly invalid: readonly AuditedPackage[]; readonly missing: readonly AuditedPackage[] }
  | { readonly checked: false; readonly reason: string };

/** npm waits for minutes for a server that doesn't answer. */
const TIMEOUT_MS = 600_000;

/**
 * Checks signatures and provenance of the packages installed in a folder, where the registry serves keys to check them
 * with. `env` is added to npm's environment.
 */
export async function auditSignatures(folder: string, env: NodeJS.ProcessEnv = {}): Promise<SignatureAudit> {
  const { stdout: registry } = await npm(["config", "get", "registry"], folder, env);
  const problem = await findKeyProblem(registry.trim());
  if (problem !== undefined) return { checked: false, reason: problem };
  const { stdout, stderr, timedOut } = await npm(["audit", "signatures", "--json"], folder, env);
  if (timedOut)
    return { checked: false, reason: "npm didn't finish in time. It loads keys from tuf-repo-cdn.sigstore.dev." };
  return readAudit(stdout, stderr);
}

/** Reads the output of `npm audit signatures --json`. npm also exits with 1 for missing signatures, so its code says little. */
export function readAudit(stdout: string, stderr: string): SignatureAudit {
  try {
    const { invalid, missing, error } = JSON.parse(stdout);
    if (Array.isArray(invalid) && Array.isArray(missing)) return { checked: true, invalid, missing };
    return { checked: false, reason: `npm failed: ${error.summary}` };
  } catch {
    return { checked: false, reason: `npm failed: ${stderr.trim() || stdout.trim() || "it printed nothing"}` };
  }
}

/** Report of an audit. It fails only for an invalid signature or attestation: older packages have none. */
export function reportOf(audit: SignatureAudit): { readonly text: string; readonly failed: boolean } {
  if (!audit.checked) return { text: `Not checked. ${audit.reason}`, failed: false };
  const { invalid, missing } = audit;
  const named = (packages: readonly AuditedPackage[]) => packages.map(({ name, version }) => `\n  ${name}@${version}`);
  const lines = [
    `Invalid signatures or attestations: ${invalid.length}${named(invalid).join("")}`,
    `Packages without a signature: ${missing.length}${named(missing).join("")}`,
    ...(invalid.length > 0 ? ["Don't install or deploy: the registry serves something else than was published."] : []),
  ];
  return { text: lines.join("\n"), failed: invalid.length > 0 };
}

/** npm treats a registry without keys like one whose packages are all fine. */
async function findKeyProblem(registry: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL("-/npm/v1/keys", registry.replace(/\/?$/, "/")));
    if (!response.ok) return `The registry serves no signing keys (status ${response.status}).`;
    const { keys } = JSON.parse(await response.text());
    return Array.isArray(keys) && keys.length > 0 ? undefined : "The registry serves an empty list of signing keys.";
  } catch (error) {
    return `The registry's signing keys can't be read: ${error instanceof Error ? error.message : error}.`;
  }
}

interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

async function npm(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<Finished> {
  const options = { cwd: folder, env: { ...process.env, ...env }, timeout: TIMEOUT_MS, maxBuffer: 2 ** 26 };
  return await new Promise((resolve) =>
    execFile("npm", args, options, (error, stdout, stderr) =>
      resolve({ stdout, stderr, timedOut: error?.killed === true }),
    ),
  );
}
