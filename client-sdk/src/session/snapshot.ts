import type { CfAuthError } from "../calls/error.ts";
import type { User } from "../generated/types.ts";
import type { SharedSession } from "./shared-session.ts";

/** What a page shows of its session. It is the same object until something changes. */
export type SessionSnapshot =
  /**
   * Not known yet whether anybody is signed in. `error` is why the last attempt to find out failed, such as `network`; it is
   * tried again until it is known.
   */
  | { readonly state: "loading"; readonly user: undefined; readonly error?: CfAuthError | undefined }
  | { readonly state: "signed-in"; readonly user: User; readonly error?: undefined }
  /** `error` is why the service would not say who is signed in, such as `key_revoked`; undefined where nobody is. */
  | { readonly state: "signed-out"; readonly user: undefined; readonly error?: CfAuthError | undefined };

export const LOADING: SessionSnapshot = { state: "loading", user: undefined };

/** Why it could not be found out who is signed in. */
export interface Failure {
  readonly error: CfAuthError;
  /** Whether the service has refused for good, so that it is not tried again before the page makes a call. */
  readonly isFinal: boolean;
}

/** `before` is returned where it says the same. */
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
