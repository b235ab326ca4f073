import type { Blocklist } from "./blocklist.ts";
import type { Passwords } from "./passwords.ts";

/** Dependencies of passwords; `compose.ts` makes them. */
export interface PasswordsDeps {
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
}
