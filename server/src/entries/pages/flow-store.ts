import { newStateSecret, type SignInStates } from "../../factors/sign-in-state-store.ts";
import { fromBase64Url, toBase64Url, utf8 } from "../../ports/encoding.ts";
import type { Clock } from "../../ports/time.ts";
import { readCookie } from "../../sessions/cookies.ts";
import type { Tenant } from "../../shared/tenant.ts";
import type { AuthorizationRequest } from "../../sign-in/authorization-request.ts";

/** Lifetime of a visit to the hosted pages, in seconds. */
const FLOW_SECONDS = 30 * 60;

/** What a browser is doing on the hosted pages. Pages keep it here, so that no URL and no form has a secret. */
export interface FlowData {
  /** The request of the app to which the sign-in returns. */
  readonly request?: AuthorizationRequest;
  readonly email?: string;
  /** What was emailed to the user. */
  readonly sent?: "code" | "link" | "verify" | "reset";
  /** Token of the request for an emailed code or link. */
  readonly requestToken?: string;
  readonly registrationToken?: string;
  /** A sign-in that lacks a factor, and the factors that complete it. */
  readonly begun?:
    | {
        readonly signInToken: string;
        readonly methods: readonly string[];
        readonly enroll: readonly string[];
      }
    | undefined;
  /** The authenticator app that is being set up. */
  readonly totp?: { readonly secret: string; readonly qrCode: string };
  /** A sign-in at an identity provider that returns to these pages: what its answer must have, and its PKCE verifier. */
  readonly provider?: { readonly state: string; readonly verifier: string; readonly isLink: boolean } | undefined;
  /** The session of a fresh sign-in on the shared host, and the time until which it shows the account pages. */
  readonly session?: { readonly id: string; readonly until: number };
}

/** A browser's visit, identified by the secret in its cookie. */
export interface Flow {
  /** Undefined where nothing has begun yet. */
  readonly secret: string | undefined;
  readonly data: FlowData;
}

interface Deps {
  readonly signInStates: SignInStates;
  readonly clock: Clock;
}

type Owner = Pick<Tenant, "id">;

/** The visit of the request's cookie. Expired and unknown ones are empty. */
export async function readFlow(app: Deps, tenant: Owner, cookies: string | null): Promise<Flow> {
  const secret = readCookie(cookies, nameOf(tenant));
  const row = secret && (await app.signInStates.find(tenant.id, "page", secret, app.clock.now()));
  if (!secret || !row) return { secret: undefined, data: {} };
  const data = await decrypt(secret, String(row.data.encrypted));
  return data === undefined ? { secret: undefined, data: {} } : { secret, data };
}

/**
 * Stores what a visit has come to. It begins where it hasn't, and after a sign-in it gets a new secret (SECURITY rule 21).
 * Returns the `Set-Cookie`.
 */
export async function saveFlow(
  { signInStates, clock }: Deps,
  tenant: Owner,
  { secret: earlier, data }: Flow,
  { isRenewed = false, seconds = FLOW_SECONDS }: { readonly isRenewed?: boolean; readonly seconds?: number } = {},
): Promise<string> {
  const now = clock.now();
  const state = { tenantId: tenant.id, kind: "page", seconds } as const;
  if (earlier !== undefined && !isRenewed) {
    const row = await signInStates.findAny(tenant.id, "page", earlier);
    const encrypted = await encrypt(earlier, data);
    if (row && (await signInStates.change(row, { data: { encrypted } }, now))) return cookie(tenant, earlier, seconds);
  }
  if (earlier !== undefined) await signInStates.use(tenant.id, "page", earlier, now);
  const secret = newStateSecret();
  await signInStates.issue({ ...state, data: { encrypted: await encrypt(secret, data) } }, now, secret);
  return cookie(tenant, secret, seconds);
}

/** Ends a visit. Returns the `Set-Cookie`. */
export async function endFlow({ signInStates, clock }: Deps, tenant: Owner, { secret }: Flow): Promise<string> {
  if (secret !== undefined) await signInStates.use(tenant.id, "page", secret, clock.now());
  return cookie(tenant, "", 0);
}

/** The shared host serves every tenant, so each has a cookie of its own. Lax, since links in emails come from other sites. */
function cookie(tenant: Owner, secret: string, seconds: number): string {
  return `${nameOf(tenant)}=${secret}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

function nameOf({ id }: Owner): string {
  return `__Host-flow-${id}`;
}

const IV_BYTES = 12;

/** Encrypts under a key that only the browser's cookie gives: a copy of the database has no usable token of a visit. */
async function encrypt(secret: string, data: FlowData): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(secret), utf8(JSON.stringify(data)));
  return `${toBase64Url(iv)}.${toBase64Url(new Uint8Array(text))}`;
}

async function decrypt(secret: string, encrypted: string): Promise<FlowData | undefined> {
  const [iv, text] = encrypted.split(".").map(fromBase64Url);
  if (iv === undefined || text === undefined) return undefined;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(secret), text);
  // Written by `encrypt`.
  return JSON.parse(new TextDecoder().decode(plain)) as FlowData;
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("hosted pages") };
  return await crypto.subtle.deriveKey(derivation, base, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}
