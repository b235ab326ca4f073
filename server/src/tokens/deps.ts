import type { Clock } from "../ports/time.ts";
import type { TextCache } from "../shared/cache.ts";
import type { AccessTokens } from "./access-token.ts";
import type { KeyCipher } from "./key-encryption.ts";
import type { RefreshTokens } from "./refresh-token.ts";
import type { Revocations } from "./revocations.ts";
import type { SigningKeyStore } from "./signing-key-store.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Dependencies of tokens; `compose.ts` makes them. */
export interface TokensDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly keyCipher: KeyCipher;
  readonly signingKeyStore: SigningKeyStore;
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly jwksCache: TextCache;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
}
