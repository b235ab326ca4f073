import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CfAuthClient } from "@cf-auth/client";
import { type KeySet, seeds, seedTenant } from "@cf-auth/seeds";
import { type AdminFactor, type Credentials, factorFile, signInPlatformAdmin } from "./admin.ts";
import type { Sdk } from "./sdk.ts";
import type { Stack } from "./stack.ts";

/** The demo tenant of a local deployment, kept in `local.json` of its state. */
export interface LocalTenant extends KeySet {
  readonly id: string;
  readonly slug: string;
  /** A host of its own, where one was chosen. */
  readonly host?: string;
  /** What the admin signs in with on this machine. */
  readonly admin: Credentials & { readonly deviceToken: string };
  /** The admin's authenticator app and backup codes, for signing in elsewhere. */
  readonly adminFactor: Pick<AdminFactor, "totpSecret" | "backupCodes">;
}

export const ADMIN_EMAIL = "admin@example.com";
/** A machine that is busy starting everything may take its time. */
const PATIENT = { timeoutSeconds: 300 };

/** The demo tenant of a state that has been seeded. */
export function readLocalTenant(state: string): LocalTenant | undefined {
  const file = fileIn(state);
  // Written below and nowhere else, once everything is in place.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LocalTenant) : undefined;
}

/**
 * Creates the demo tenant. A run that was broken off is taken up again: what is there already is kept, and only
 * keys that nobody wrote down are made anew.
 */
export async function seed(sdk: Sdk, stack: Stack, state: string): Promise<LocalTenant> {
  const admin = await signInAdmin(sdk, stack);
  const { id, ...keys } = await ensureTenant(sdk, stack, admin);
  await seedTenant(sdk.createClient({ url: stack.url, key: keys.secretKey, ...PATIENT }), seeds.kubernetes);
  const { totpSecret = "", backupCodes = [], deviceToken = "" } = factorFile(state).read();
  const adminCredentials = { email: ADMIN_EMAIL, password: stack.secrets.ADMIN_PASSWORD, deviceToken };
  const adminFactor = { totpSecret, backupCodes };
  const tenant: LocalTenant = { id, slug: seeds.kubernetes.slug, ...keys, admin: adminCredentials, adminFactor };
  write(state, tenant);
  return tenant;
}

/** Serves the demo tenant under a host of its own, too. Returns the host. */
export async function setHost(
  sdk: Sdk,
  stack: Stack,
  state: string,
  tenant: LocalTenant,
  host: string,
): Promise<string> {
  const token = await signInAdmin(sdk, stack);
  await sdk.createClient({ url: stack.url, token, tenant: tenant.id, ...PATIENT }).tenants.update({ host });
  write(state, { ...tenant, host });
  return host;
}

function write(state: string, tenant: LocalTenant): void {
  writeFileSync(fileIn(state), `${JSON.stringify(tenant, null, 2)}\n`, { mode: 0o600 });
}

function fileIn(state: string): string {
  return join(state, "local.json");
}

/** The admin's access token; the platform is bootstrapped if it is not yet. */
export async function signInAdmin(
  sdk: Sdk,
  { url, secrets, state }: Pick<Stack, "url" | "secrets" | "state">,
): Promise<string> {
  const { createClient, CfAuthError } = sdk;
  const credentials = { email: ADMIN_EMAIL, password: secrets.ADMIN_PASSWORD };
  try {
    await createClient({ url, ...PATIENT }).platform.bootstrap({
      ...credentials,
      secret: secrets.BOOTSTRAP_SECRET ?? "",
    });
  } catch (error) {
    // Without the secret, a rotation has removed it since.
    const isDone = secrets.BOOTSTRAP_SECRET === "" || Object(error).code === "already_bootstrapped";
    if (!(error instanceof CfAuthError && isDone)) throw error;
  }
  return await signInPlatformAdmin(sdk, url, credentials, factorFile(state));
}

async function ensureTenant(
  { createClient, CfAuthError }: Sdk,
  { url }: Stack,
  token: string,
): Promise<KeySet & { id: string }> {
  const { slug, name } = seeds.kubernetes;
  try {
    const { tenant, publishableKey, secretKey } = await createClient({ url, token, ...PATIENT }).tenants.create({
      slug,
      name,
    });
    return { id: tenant.id, publishableKey, secretKey };
  } catch (error) {
    if (!(error instanceof CfAuthError && error.code === "slug_taken")) throw error;
  }
  const admin = createClient({ url, token, tenant: slug, ...PATIENT });
  const { id } = await admin.tenants.get();
  return { id, publishableKey: await newKey(admin, "publishable"), secretKey: await newKey(admin, "secret") };
}

async function newKey(admin: CfAuthClient, kind: "publishable" | "secret"): Promise<string> {
  return (await admin.apiKeys.create({ kind, name: "Made when the seeding was taken up again" })).key;
}
