import { decodeJwt } from "jose";
import { linkTo } from "../src/providers/enter-by-identity.ts";
import { factorsAt } from "../src/shared/factors.ts";
import type { UserRow } from "../src/shared/rows.ts";
import type { Tenant } from "../src/shared/tenant.ts";
import { issueAppCode } from "../src/sign-in/app-codes.ts";
import { errorOf } from "./client.ts";
import { FakeProvider, type Person } from "./identity-provider.ts";
import { emailKindsTo, emailTo } from "./mailbox.ts";
import { authenticatorWith, registerPasskey, signInWithPasskey } from "./passkeys.ts";
import { PASSWORD } from "./people.ts";
import { addProvider, goThrough, newApp, providerSetting, RETURN_URL } from "./provider-sign-in.ts";
import { rewrite } from "./rewrite.ts";
import type { World } from "./world.ts";

/** Every way of signing in, and of staying signed in. */
export const METHODS = [
  "password",
  "email code",
  "magic link",
  "passkey",
  "social",
  "enterprise",
  "app code",
  "refresh",
] as const;
export type Method = (typeof METHODS)[number];

/** The ways in which a person without an account gets one. */
export const SIGN_UP_METHODS = ["password", "email code", "magic link", "social", "enterprise"] as const;

export function isByEmail(method: Method): boolean {
  return method === "email code" || method === "magic link";
}

/** Whose users the emails of the person's domain are: anybody's, its provider's, or those of another provider by now. */
export type DomainState = "open" | "enterprise" | "moved";

/** Settings under which nothing speaks against a sign-in. */
const OPEN = {
  signInMethods: ["password", "email_code", "magic_link", "passkey"],
  ...{ registration: "open", registrationDomains: [], requireVerifiedEmail: false },
  ...{ secondFactor: "optional", secondFactorRelations: [] },
} as const;

/** People of one tenant. Further ones need another, since calls of one tenant and address are limited. */
const MAX_PEOPLE = 20;

/** Makes people of tenants in which every method is on, one after the other. */
export function peopleOf(world: World): () => Promise<MethodSetting> {
  let setting: TenantSetting | undefined;
  let count = 0;
  return async () => {
    if (setting === undefined || count % MAX_PEOPLE === 0) setting = await tenantSetting(world);
    await setting.open();
    return personIn(setting, ++count);
  };
}

/** A tenant with a social and an enterprise provider. */
async function tenantSetting(world: World) {
  const setting = await providerSetting(world);
  const { server, tenant } = setting;
  const { id, slug } = tenant.tenant;
  const providers = new Map<string, Provider>();
  let isOpen = false;
  const disabled = new Set<string>();
  /** Changes settings; those that aren't named are open. */
  async function set(change: object): Promise<void> {
    isOpen = false;
    await server.tenants.settings.update.mutate({ ...OPEN, ...change } as object);
  }
  async function open(): Promise<void> {
    await rewrite(id, "UPDATE tenants SET status = 'active' WHERE id = ? AND status = 'suspended'", id);
    if (!isOpen) await set({});
    isOpen = true;
    for (const provider of disabled) await server.providers.update.mutate({ id: provider, enabled: true });
    disabled.clear();
  }
  async function suspend(): Promise<void> {
    await rewrite(id, "UPDATE tenants SET status = 'suspended' WHERE id = ?", id);
  }
  /** The provider of a name, added when it is first needed. */
  async function providerOf(name: "social" | "enterprise" | "next"): Promise<Provider> {
    const known = providers.get(name);
    if (known !== undefined) return known;
    const fake = new FakeProvider(`https://${name}.${slug}.partner.dev`);
    const kind = name === "social" ? "social" : "enterprise";
    const provider = { fake, row: await addProvider(setting, fake, { slug: name, kind }) };
    providers.set(name, provider);
    return provider;
  }
  /** Turns a method off, as an administrator does. Codes of apps and sessions belong to no method. */
  async function turnOff(method: Method, change: object): Promise<void> {
    if (method === "social" || method === "enterprise") {
      const { id: provider } = (await providerOf(method)).row;
      await server.providers.update.mutate({ id: provider, enabled: false });
      disabled.add(provider);
    } else if (method !== "app code" && method !== "refresh") await set({ ...change, signInMethods: [] });
  }
  return { ...setting, set, open, suspend, providerOf, turnOff };
}

type TenantSetting = Awaited<ReturnType<typeof tenantSetting>>;
type Provider = { readonly fake: FakeProvider; readonly row: Awaited<ReturnType<typeof addProvider>> };

/** The email of a person without an account, at a domain of its own. */
function personIn(setting: TenantSetting, number: number) {
  const { clientFor, internet, providerOf, server, tenant } = setting;
  const domain = `person-${number}.com`;
  /** Gives the domain to the enterprise provider, and then to another one if it moves. */
  async function setDomain(state: DomainState): Promise<void> {
    if (state === "open") return;
    const { add, verify } = server.emailDomains;
    const { record } = (await add.mutate({ domain, providerId: (await providerOf("enterprise")).row.id })).domain;
    internet.texts.set(record.name, [record.value]);
    await verify.mutate({ domain });
    if (state === "moved") await add.mutate({ domain, providerId: (await providerOf("next")).row.id });
  }
  // An IP address of its own.
  const anyone = clientFor({ key: tenant.publishableKey });
  return { ...setting, anyone, email: `anne@${domain}`, domain, setDomain };
}

export type MethodSetting = ReturnType<typeof personIn>;

/** A person with an account, who has just signed in with a password. */
export interface Registered {
  readonly tenant: Tenant;
  readonly user: UserRow;
  readonly keyId: string;
  readonly refreshToken: string;
  readonly signedIn: MethodSetting["anyone"];
}

/** Registers the person with a password, verifies the email if required, and signs them in. */
export async function registered(setting: MethodSetting, { verified }: { verified: boolean }): Promise<Registered> {
  const { anyone, email, app } = setting;
  const { registrationToken } = await anyone.auth.register.mutate({ email, password: PASSWORD });
  if (verified) {
    const { token } = await emailTo(setting.tenant.tenant.id, email, "verify_email");
    await anyone.auth.email.confirm.mutate({ token, registrationToken });
  }
  const { accessToken, refreshToken } = await anyone.auth.login.mutate({ email, password: PASSWORD });
  const state = await app.sessions.find(`${decodeJwt(accessToken).sid}`);
  if (state === undefined) throw new Error("The session is missing.");
  const signedIn = setting.clientFor({ token: accessToken });
  return { tenant: state.tenant, user: state.user, keyId: state.session.keyId ?? "", refreshToken, signedIn };
}

type SignIn = () => Promise<unknown>;
type ProviderKind = "social" | "enterprise";

/**
 * Prepares a person with an account for a method. Returns their sign-in, which comes later: it throws, or returns the code of the error
 * that a page shows, or `no email`.
 */
export const PREPARE: Readonly<Record<Method, (setting: MethodSetting, person: Registered) => Promise<SignIn>>> = {
  password: async (setting) => async () => await withPassword(setting),
  "email code": async (setting) => async () => await byEmail(setting, "code"),
  "magic link": async (setting) => async () => await byEmail(setting, "link"),
  passkey: async ({ anyone }, { signedIn }) => {
    const authenticator = authenticatorWith();
    await registerPasskey(signedIn, authenticator);
    return async () => await signInWithPasskey(anyone, authenticator);
  },
  social: async (setting, person) => await withIdentity(setting, person, "social"),
  enterprise: async (setting, person) => await withIdentity(setting, person, "enterprise"),
  "app code": async ({ app, anyone }, { tenant, user, keyId }) => {
    const { codeVerifier, request } = await newApp();
    const factors = factorsAt(["pwd"], app.clock.now());
    const location = await issueAppCode(app, tenant, { ...request, keyId }, { user, factors });
    return async () => await anyone.auth.exchangeCode.mutate(exchangeOf(location, codeVerifier));
  },
  refresh: async ({ anyone }, { refreshToken }) => {
    return async () => await anyone.auth.refresh.mutate({ refreshToken });
  },
};

/** Signs a person up who has no account. Returns as the sign-ins of `PREPARE` do. */
export const SIGN_UP: Readonly<Record<(typeof SIGN_UP_METHODS)[number], (setting: MethodSetting) => Promise<unknown>>> =
  {
    password: async ({ anyone, email }) => await anyone.auth.register.mutate({ email, password: PASSWORD }),
    "email code": async (setting) => await byEmail(setting, "code"),
    "magic link": async (setting) => await byEmail(setting, "link"),
    social: async (setting) => await atProvider(setting, "social"),
    enterprise: async (setting) => await atProvider(setting, "enterprise"),
  };

/** The outcome of a sign-in: `ok`, `no email`, or the code of its error. */
export async function outcomeOf(work: SignIn): Promise<string> {
  const done = work();
  return await done.then(
    (result) => (typeof result === "string" ? result : "ok"),
    async () => (await errorOf(done)).code,
  );
}

async function withPassword({ anyone, email }: MethodSetting) {
  return await anyone.auth.login.mutate({ email, password: PASSWORD });
}

async function byEmail({ anyone, tenant, email }: MethodSetting, use: "code" | "link"): Promise<unknown> {
  const { requestToken } = await anyone.auth.emailSignIn.start.mutate({ email, use });
  const kind = use === "code" ? "sign_in_code" : "sign_in_link";
  const { id } = tenant.tenant;
  if (!(await emailKindsTo(id, email)).includes(kind)) return "no email";
  const { code, token } = await emailTo(id, email, kind);
  const proof = use === "code" ? { email, code } : { token };
  return await anyone.auth.emailSignIn.complete.mutate({ ...proof, requestToken });
}

async function withIdentity(setting: MethodSetting, person: Registered, kind: ProviderKind): Promise<SignIn> {
  await linkedIdentity(setting, person, kind);
  return async () => await atProvider(setting, kind);
}

/** Links an account at a provider to the person, without a sign-in there. */
export async function linkedIdentity(
  setting: MethodSetting,
  { user: { id } }: Registered,
  kind: ProviderKind,
  subject = setting.email,
) {
  const { app, email } = setting;
  const { fake, row } = await setting.providerOf(kind);
  const user = await app.auth.findUser(id);
  const provider = user && (await app.identityProviders.find(user.tenantId, { id: row.id }));
  if (user === undefined || provider === undefined) throw new Error("The provider is missing.");
  const profile = { issuer: fake.issuer, subject, email, isVerified: true, isAuthoritative: false };
  return await linkTo(app, user, provider, { ...profile, name: null, claims: {} }, "192.0.2.1");
}

/** Signs the person in at a provider, for an app. */
async function atProvider(setting: MethodSetting, kind: ProviderKind): Promise<unknown> {
  const { fake } = await setting.providerOf(kind);
  const person: Person = { sub: setting.email, claims: { email: setting.email, email_verified: true } };
  const { code: error, location, app } = await goThrough(setting, fake, person, { provider: kind });
  if (error !== undefined) return error;
  if (new URL(location, "http://auth.test").pathname.endsWith("/second-factor")) return "factor_required";
  return await setting.anyone.auth.exchangeCode.mutate(exchangeOf(location, app.codeVerifier));
}

function exchangeOf(location: string, codeVerifier: string) {
  const code = new URL(location).searchParams.get("code") ?? "";
  return { code, codeVerifier, returnUrl: RETURN_URL };
}
