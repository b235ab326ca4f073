import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TOTP } from "otpauth";
import type { Sdk } from "./sdk.ts";

/** Email and password of a platform admin. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A platform admin's second factor, which the first sign-in enrols. */
export interface AdminFactor {
  /** Secret of the authenticator app, base32. */
  readonly totpSecret: string;
  readonly backupCodes: readonly string[];
  /** Secret of this machine as a trusted device: with it, sign-ins need no code for 30 days. */
  readonly deviceToken: string;
}

/** Where a second factor is kept. */
export interface FactorMemory {
  read(): Partial<AdminFactor>;
  write(factor: Partial<AdminFactor>): void;
}

/** Keeps the factor in `admin.json` of a state folder, for its owner alone. */
export function factorFile(state: string): FactorMemory {
  const file = join(state, "admin.json");
  return {
    // Written below and nowhere else.
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<AdminFactor>) : {}),
    write: (factor) => writeFileSync(file, `${JSON.stringify(factor, null, 2)}\n`, { mode: 0o600 }),
  };
}

const kept = new Map<string, Partial<AdminFactor>>();

/** Keeps the factor of a service's admin as long as this process runs. */
export function factorInProcess(url: string): FactorMemory {
  return { read: () => kept.get(url) ?? {}, write: (factor) => kept.set(url, factor) };
}

const STEP_MS = 30_000;
/** A machine that is busy starting everything may take its time. */
const PATIENT = { timeoutSeconds: 300 };

/**
 * Signs a platform admin in, and returns an access token. The first sign-in enrols an authenticator app and trusts this machine;
 * later ones use that trust, or a code of the app.
 */
export async function signInPlatformAdmin(
  { createClient, CfAuthError }: Sdk,
  url: string,
  credentials: Credentials,
  memory: FactorMemory = factorInProcess(url),
): Promise<string> {
  const { auth } = createClient({ url, tenant: "platform", ...PATIENT });
  const { deviceToken } = memory.read();
  try {
    return (await auth.login({ ...credentials, ...(deviceToken !== undefined && { deviceToken }) })).accessToken;
  } catch (error) {
    if (!(error instanceof CfAuthError && error.code === "factor_required")) throw error;
    const { signInToken, enroll } = error.details as { signInToken: string; enroll: readonly string[] };
    if (enroll.length > 0) await enrol(auth, signInToken, memory);
    const proof = enroll.length > 0 ? {} : { method: "totp" as const, code: await nextCode(memory) };
    const session = await auth.stepUp({ signInToken, ...proof, trustDevice: true });
    memory.write({ ...memory.read(), ...(session.deviceToken !== null && { deviceToken: session.deviceToken }) });
    return session.accessToken;
  }
}

type Auth = ReturnType<Sdk["createClient"]>["auth"];

async function enrol(auth: Auth, signInToken: string, memory: FactorMemory): Promise<void> {
  const { secret } = await auth.factors.totp.start({ signInToken });
  // Written before it counts, so that a run that is cut off loses nothing.
  memory.write({ totpSecret: secret });
  const { backupCodes } = await auth.factors.totp.confirm({ signInToken, code: codeAt(secret, Date.now()) });
  memory.write({ totpSecret: secret, backupCodes });
}

/** A code that was not used before: each counts once, so this waits for the next one. */
async function nextCode(memory: FactorMemory): Promise<string> {
  const { totpSecret } = memory.read();
  if (totpSecret === undefined)
    throw new Error("The admin's second factor is not known here: delete the state folder.");
  await pause(STEP_MS - (Date.now() % STEP_MS));
  return codeAt(totpSecret, Date.now());
}

/** The code of an authenticator app. */
export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret }).generate({ timestamp });
}
