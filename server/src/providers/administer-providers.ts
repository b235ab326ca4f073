import { newId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ProvidersDeps } from "./deps.ts";
import { PRESET, PRESETS, type PresetName } from "./presets.ts";
import { metadataOf } from "./provider-flow.ts";
import type { ProviderSettings } from "./provider-settings.ts";
import type { IdentityProvider, ProviderName } from "./provider-store.ts";

/** Identity providers of one tenant. */
const MAX_PROVIDERS = 100;

export interface NewProvider {
  readonly kind: IdentityProvider["kind"];
  readonly preset: PresetName;
  readonly slug: string;
  readonly name: string;
  /** Undefined for the preset's own. */
  readonly issuer: string | undefined;
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly clientSecret: string | undefined;
  readonly settings: ProviderSettings;
  readonly enabled: boolean;
}

/**
 * Creates an identity provider, after its metadata was read once: a wrong issuer shows here and not at a sign-in. Throws
 * `provider_slug_taken`, `provider_limit_reached`, `url_not_allowed`, `provider_unavailable`, `provider_response_invalid`, and
 * `invalid_input` for an issuer where the preset has one.
 */
export async function createProvider(
  app: ProvidersDeps,
  tenant: Tenant,
  { clientSecret, issuer: named, settings, ...input }: NewProvider,
): Promise<IdentityProvider> {
  const issuer = issuerOf(input.preset, named);
  if (input.kind === "enterprise") requireOrganization(input.preset, issuer);
  requireSettingsOf(input.kind, settings);
  if ((await app.identityProviders.count(tenant.id)) >= MAX_PROVIDERS) {
    throw new AppError("provider_limit_reached", { max: MAX_PROVIDERS });
  }
  const now = app.clock.now();
  const of = { tenantId: tenant.id, id: newId("idp", now) };
  const secret = clientSecret === undefined ? null : await app.providerSecrets.encrypt(clientSecret, of);
  const times = { createdAt: now, updatedAt: now };
  const provider: IdentityProvider = { ...of, ...input, ...times, issuer, clientSecret: secret, settings };
  await metadataOf(app, provider);
  if (!(await app.identityProviders.create(provider))) throw new AppError("provider_slug_taken", { slug: input.slug });
  return provider;
}

/** Changes that are set. Null removes the client secret, for a public client. */
export interface ProviderUpdate {
  readonly name?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | null | undefined;
  readonly settings?: ProviderSettings | undefined;
  readonly enabled?: boolean | undefined;
}

/** Throws `provider_not_found`. */
export async function updateProvider(
  app: Pick<ProvidersDeps, "identityProviders" | "providerSecrets" | "clock">,
  tenant: Tenant,
  id: string,
  { clientSecret, ...change }: ProviderUpdate,
): Promise<IdentityProvider> {
  const provider = await findProviderOrThrow(app, tenant, { id });
  if (change.settings !== undefined) requireSettingsOf(provider.kind, change.settings);
  const secret = clientSecret == null ? clientSecret : await app.providerSecrets.encrypt(clientSecret, provider);
  const values = { ...change, clientSecret: secret, updatedAt: app.clock.now() };
  const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const updated = await app.identityProviders.update(tenant.id, id, set);
  if (updated === undefined) throw new AppError("provider_not_found");
  return updated;
}

/** Throws `provider_not_found`, and `provider_in_use` if email domains belong to it. */
export async function deleteProvider(
  app: Pick<ProvidersDeps, "identityProviders">,
  tenant: Tenant,
  id: string,
): Promise<void> {
  if (await app.identityProviders.delete(tenant.id, id)) return;
  await findProviderOrThrow(app, tenant, { id });
  throw new AppError("provider_in_use");
}

export async function findProviderOrThrow(
  { identityProviders }: Pick<ProvidersDeps, "identityProviders">,
  { id: tenantId }: Pick<Tenant, "id">,
  name: ProviderName,
): Promise<IdentityProvider> {
  const provider = await identityProviders.find(tenantId, name);
  if (provider === undefined) throw new AppError("provider_not_found");
  return provider;
}

function issuerOf(preset: PresetName, named: string | undefined): string {
  const { issuer } = PRESET[preset];
  if (issuer === null && named === undefined) throw invalid("issuer", "The preset oidc needs an issuer.");
  if (issuer !== null && named !== undefined && named !== issuer) {
    throw invalid("issuer", `The issuer of ${preset} is ${issuer}. Use the preset oidc for another one.`);
  }
  return issuer ?? named ?? "";
}

/** Presets whose claims say which organization a person belongs to. */
const ORGANIZATIONAL: readonly PresetName[] = ["oidc", "google", "microsoft"];

/** Throws `invalid_input` for a provider where anybody can have an account, and no claim says for whose domain it speaks. */
function requireOrganization(preset: PresetName, issuer: string): void {
  if (!ORGANIZATIONAL.includes(preset)) {
    throw invalid(
      "preset",
      `Anybody can have an account at ${preset}. Enterprise providers are oidc, google or microsoft.`,
    );
  }
  const shared = PRESETS.find((name) => PRESET[name].issuer === issuer.replace(/\/$/, ""));
  if (preset === "oidc" && shared !== undefined) {
    throw invalid(
      "issuer",
      `Anybody can have an account at ${issuer}. Use the presets google or microsoft, or an issuer of one organization.`,
    );
  }
}

/** Groups are for enterprise providers: anyone could be in a group of a provider that is open to everybody. */
function requireSettingsOf(kind: IdentityProvider["kind"], { groups, groupsClaim }: ProviderSettings): void {
  if (kind === "enterprise" || (groups === undefined && groupsClaim === undefined)) return;
  throw invalid("settings.groups", "Groups are for enterprise providers.");
}

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}
