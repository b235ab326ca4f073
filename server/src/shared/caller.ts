/** The authenticated caller of a request. Each procedure declares the kinds that may call it. */
export type Caller = Anonymous | KeyCaller | RestrictedKeyCaller | SignedInUser | PlatformAdmin | PlatformKeyCaller;

export interface Anonymous {
  readonly kind: "anonymous";
}

export interface KeyCaller {
  readonly kind: "publishable" | "secret";
  readonly keyId: string;
}

/** A restricted key, limited to its scopes out of a secret key's rights. */
export interface RestrictedKeyCaller {
  readonly kind: "restricted";
  readonly keyId: string;
  readonly scopes: readonly string[];
}

export interface SignedInUser {
  readonly kind: "user";
  /** The tenant that the user belongs to. */
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** A user of the platform's own tenant. Each call checks their permissions in the platform graph. */
export interface PlatformAdmin {
  readonly kind: "admin";
  /** The platform's own tenant, whichever tenant the request names. */
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** A program that acts on the platform and its tenants, limited to the scopes of its key. */
export interface PlatformKeyCaller {
  readonly kind: "platformKey";
  /** The platform's own tenant, whichever tenant the request names. */
  readonly tenantId: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
}

/** Kinds of caller that a procedure declares. `secret` includes restricted keys. */
export type CallerKind = Exclude<Caller["kind"], "restricted">;

/** Whether the caller is the tenant's own server. */
export function isServer(caller: Caller): caller is (KeyCaller & { readonly kind: "secret" }) | RestrictedKeyCaller {
  return caller.kind === "secret" || caller.kind === "restricted";
}

/** Whether the caller acts on the platform: an admin, or a platform key. */
export function isOperator(caller: Caller): caller is PlatformAdmin | PlatformKeyCaller {
  return caller.kind === "admin" || caller.kind === "platformKey";
}

/** Whether anyone could make the call: a publishable key is public. */
export function isStranger({ kind }: Caller): boolean {
  return kind === "anonymous" || kind === "publishable";
}

/** The caller's name in the audit log. */
export function actorOf(caller: Caller): string {
  if (caller.kind === "anonymous") return "anonymous";
  return caller.kind === "user" || caller.kind === "admin" ? caller.userId : caller.keyId;
}
