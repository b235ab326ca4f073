import type { CfAuthError } from "../calls/error.ts";
import type { User } from "../generated/types.ts";
import type { SharedSession } from "./shared-session.ts";

/** State and user of a session, for rendering. The same object until something changes. */
export type SessionSnapshot =
  /**
   * Unknown yet whether anybody is signed in. `error` is the reason that the last attempt failed, such as `network`; it is retried.
   */
  | { readonly state: "loading"; readonly user: undefined; readonly error?: CfAuthError | undefined }
  | { readonly state: "signed-in"; readonly user: User; readonly error?: undefined }
  /** Nobody is signed in, or the service refused to tell: then `error` is its reason, such as `key_revoked`. */
  | { readonly state: "signed-out"; readonly user: undefined; readonly error?: CfAuthError | undefined };

export const LOADING: SessionSnapshot = { state: "loading", user: undefined };

/** Why the state could not be determined. */
export interface Failure {
  readonly error: CfAuthError;
  /** Whether the refusal is final: the next attempt is the next call of the page. */
  readonly isFinal: boolean;
}

/** Returns `before` if nothing changed. */
export function snapshotOf(
  shared: Pick<SharedSession, "record" | "isTenantVerified">,
  before: SessionSnapshot,
  failure?: Failure,
): SessionSnapshot {
  const { ended, user } = shared.record;
  if (!ended && user !== undefined && shared.isTenantVerified) {
    return before.user === user ? before : { state: "signed-in", user };
  }
  const state = ended || failure?.isFinal ? "signed-out" : "loading";
  const error = state === "loading" || failure?.isFinal ? failure?.error : undefined;
  return before.state === state && before.error?.code === error?.code ? before : { state, user: undefined, error };
}
