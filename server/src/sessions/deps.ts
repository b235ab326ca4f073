import type { Clock } from "../ports/time.ts";
import type { LastUse } from "../shared/last-use.ts";
import type { AccessTokens } from "../tokens/access-token.ts";
import type { RefreshTokens } from "../tokens/refresh-token.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import type { SessionStore } from "./session-store.ts";

/** Dependencies of sessions; `compose.ts` makes them. */
export interface SessionsDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly sessions: SessionStore;
  readonly lastUse: LastUse;
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
}
