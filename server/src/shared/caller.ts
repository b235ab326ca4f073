/** Who a request is. A procedure names the kinds that may call it. */
export type Caller = Anonymous | KeyHolder | RestrictedKeyHolder | SignedInUser | PlatformAdmin;

export interface Anonymous {
  readonly kind: "anonymous";
}

export interface KeyHolder {
  readonly kind: "publishable" | "secret";
  readonly keyId: string;
}

/** May do of what a secret key may what its scopes name. */
export interface RestrictedKeyHolder {
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

/** A user of the platform's own tenant. What they may do is asked of the platform's graph, call by call. */
export interface PlatformAdmin {
  readonly kind: "admin";
  /** The platform's own tenant, whichever the request is about. */
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** What a procedure may name. A restricted key may call what a secret key may, so it is never named. */
export type CallerKind = Exclude<Caller["kind"], "restricted">;

/** Whether it is the tenant's own server that calls. */
export function isServer(caller: Caller): caller is (KeyHolder & { readonly kind: "secret" }) | RestrictedKeyHolder {
  return caller.kind === "secret" || caller.kind === "restricted";
}

/** Whether it may be anybody: a publishable key is in every page that uses it. */
export function isStranger({ kind }: Caller): boolean {
  return kind === "anonymous" || kind === "publishable";
}

/** How the audit log names the caller. */
export function actorOf(caller: Caller): string {
  if (caller.kind === "anonymous") return "anonymous";
  return caller.kind === "user" || caller.kind === "admin" ? caller.userId : caller.keyId;
}
