import type { GraphService } from "../authz/graph-service.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { SignInDeps } from "../sign-in/deps.ts";
import type { EmailDomains } from "./email-domain-store.ts";
import type { Identities } from "./identity-store.ts";
import type { ProviderMetadata } from "./provider-metadata.ts";
import type { ProviderSecrets } from "./provider-secrets.ts";
import type { IdentityProviders } from "./provider-store.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface ProvidersDeps extends SignInDeps {
  readonly identityProviders: IdentityProviders;
  readonly emailDomains: EmailDomains;
  readonly identities: Identities;
  readonly providerSecrets: ProviderSecrets;
  /** Metadata of providers that this isolate has read. */
  readonly providerMetadata: ProviderMetadata;
  /** Requests to hosts that tenants name. */
  readonly outboundRequests: OutboundRequests;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
}
