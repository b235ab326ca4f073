import type { Blocklist } from "./blocklist.ts";
import type { Passwords } from "./passwords.ts";

/** What this family works with; `compose.ts` makes it. */
export interface PasswordsDeps {
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
}
