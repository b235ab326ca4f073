import type { AuthorizationServer, JWKSCacheInput } from "oauth4webapi";
import { BoundedMap } from "../shared/cache.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import { PRESET } from "./presets.ts";
import { requireAnswer } from "./provider-error.ts";
import type { IdentityProvider } from "./provider-store.ts";

/** Time in milliseconds after which metadata is read again. */
const CACHE_MS = 10 * 60_000;
const CACHE_ENTRIES = 200;

/** A provider's metadata and its keys. */
export interface KnownProvider {
  readonly server: AuthorizationServer;
  /** Its public keys, which `oauth4webapi` fills and renews at most every 5 minutes, or for an unknown key id. */
  readonly keys: JWKSCacheInput;
}

/** GitHub has no OpenID Connect for people. */
const GITHUB: AuthorizationServer = {
  issuer: "https://github.com/login/oauth",
  authorization_endpoint: "https://github.com/login/oauth/authorize",
  token_endpoint: "https://github.com/login/oauth/access_token",
};

/** Metadata of identity providers (OpenID Connect Discovery 1.0), read at most every 10 minutes in an isolate. */
export class ProviderMetadata {
  private readonly requests: Pick<OutboundRequests, "fetch" | "requireAllowed">;
  private readonly entries = new BoundedMap<KnownProvider & { readonly readAt: number }>(CACHE_ENTRIES);

  constructor(requests: Pick<OutboundRequests, "fetch" | "requireAllowed">) {
    this.requests = requests;
  }

  /** Throws `provider_unavailable`, `provider_response_invalid`, `url_not_allowed` and `OutboundError`. */
  async of({ preset, issuer }: Pick<IdentityProvider, "preset" | "issuer">, now: Date): Promise<KnownProvider> {
    const key = `${preset} ${issuer}`;
    const cached = this.entries.get(key);
    if (cached !== undefined && now.getTime() - cached.readAt < CACHE_MS && now.getTime() >= cached.readAt) {
      return cached;
    }
    const server = PRESET[preset].isGithub === true ? GITHUB : await this.read({ preset, issuer });
    const entry = { server, keys: {}, readAt: now.getTime() };
    this.entries.set(key, entry);
    return entry;
  }

  private async read({ preset, issuer }: Pick<IdentityProvider, "preset" | "issuer">): Promise<AuthorizationServer> {
    const response = requireAnswer(await this.requests.fetch(discoveryUrl(issuer)));
    const json: unknown = response.status === 200 ? await response.json().catch(() => undefined) : undefined;
    if (json === null || typeof json !== "object") throw invalid("metadata_not_json");
    const server = json as AuthorizationServer;
    // An exact match: otherwise one provider could answer in the name of another (OpenID Connect Discovery 1.0 §4.3).
    const { metadataIssuers = [issuer] } = PRESET[preset];
    if (!metadataIssuers.includes(server.issuer)) throw invalid("issuer_mismatch");
    for (const field of ["authorization_endpoint", "token_endpoint", "jwks_uri"] as const) {
      await this.requireEndpoint(server[field], field);
    }
    if (server.userinfo_endpoint !== undefined)
      await this.requireEndpoint(server.userinfo_endpoint, "userinfo_endpoint");
    return server;
  }

  private async requireEndpoint(url: unknown, field: string): Promise<void> {
    if (typeof url !== "string") throw invalid(`${field}_missing`);
    await this.requests.requireAllowed(url, field);
  }
}

/** Where an issuer's metadata is. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

function invalid(reason: string): AppError {
  return new AppError("provider_response_invalid", { reason });
}
