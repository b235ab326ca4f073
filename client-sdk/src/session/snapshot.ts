import type { User } from "../generated/types.ts";
import type { Held } from "./held.ts";

/** What a page shows of its session. It is the same object until something changes. */
export type Snapshot =
  /** Not known yet whether anybody is signed in. */
  | { readonly state: "loading"; readonly user: undefined }
  | { readonly state: "signed-in"; readonly user: User }
  | { readonly state: "signed-out"; readonly user: undefined };

export const LOADING: Snapshot = { state: "loading", user: undefined };
const SIGNED_OUT: Snapshot = { state: "signed-out", user: undefined };

/** `before` is given back where it says the same. */
export function snapshotOf({ ended, user }: Held, before: Snapshot): Snapshot {
  if (ended) return SIGNED_OUT;
  if (user === undefined) return LOADING;
  return before.user === user ? before : { state: "signed-in", user };
}
