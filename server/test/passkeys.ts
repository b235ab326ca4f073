import type { clientFor } from "./client.ts";
import { isolate, StandingClock } from "./moved.ts";
import { somebody } from "./people.ts";
import { SoftwareAuthenticator, type Tampered } from "./software-authenticator.ts";
import { createTenant, type World } from "./world.ts";

/** The origin of the hosted pages in tests. */
export const PAGES_ORIGIN = "http://auth.test";

type Client = ReturnType<typeof clientFor>;
type Settings = Parameters<Client["tenants"]["settings"]["update"]["mutate"]>[0];
type Options = ConstructorParameters<typeof SoftwareAuthenticator>[0];

let tenants = 0;

/** A new tenant and one of its users, who is signed in with a password, on a clock that stands still. */
export async function tenantWithPerson({ admin }: Pick<World, "admin">, settings: Settings = {}) {
  const tenant = await createTenant(admin, `passkeys-${++tenants}`);
  const set = async (change: Settings) => await tenant.client.tenants.settings.update.mutate(change);
  if (Object.keys(settings).length > 0) await set(settings);
  const person = await somebody(tenant);
  const clock = new StandingClock();
  const { app, clientFor, fetch } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  const login = async () => await anyone.auth.login.mutate(person.credentials);
  const session = await login();
  const signedIn = clientFor({ token: session.accessToken });
  return { tenant, person, clock, app, clientFor, fetch, anyone, login, session, signedIn, set };
}

/** The same with a passkey. */
export async function withPasskey(world: World, options: Partial<Options> = {}, settings: Settings = {}) {
  const all = await tenantWithPerson(world, settings);
  const authenticator = authenticatorWith(options);
  return { ...all, authenticator, ...(await registerPasskey(all.signedIn, authenticator)) };
}

/** An authenticator that is used on the hosted pages. */
export function authenticatorWith(options: Partial<Options> = {}): SoftwareAuthenticator {
  return new SoftwareAuthenticator({ origin: PAGES_ORIGIN, ...options });
}

export async function registerPasskey(
  client: Client,
  authenticator: SoftwareAuthenticator,
  { signInToken, ...tampered }: Tampered & { readonly signInToken?: string } = {},
) {
  const by = signInToken === undefined ? {} : { signInToken };
  const { options, challengeToken } = await client.auth.passkeys.register.start.mutate(by);
  const passkey = await authenticator.create(options, tampered);
  return await client.auth.passkeys.register.finish.mutate({ challengeToken, passkey, ...by });
}

export async function signInWithPasskey(anyone: Client, authenticator: SoftwareAuthenticator, tampered: Tampered = {}) {
  const { options, challengeToken } = await anyone.auth.passkeys.signIn.start.mutate();
  const passkey = await authenticator.get(options, tampered);
  return await anyone.auth.passkeys.signIn.finish.mutate({ challengeToken, passkey });
}

/** Shows a passkey in a sign-in that lacks a factor. */
export async function stepUpWithPasskey(
  anyone: Client,
  authenticator: SoftwareAuthenticator,
  signInToken: string,
  tampered: Tampered = {},
) {
  const { options, challengeToken } = await anyone.auth.passkeys.stepUp.start.mutate({ signInToken });
  const passkey = await authenticator.get(options, tampered);
  return await anyone.auth.stepUp.mutate({ signInToken, method: "passkey", challengeToken, passkey });
}

/** The error of a passkey that was refused for a reason. */
export function invalidPasskey(reason: string) {
  return { code: "passkey_invalid", details: { reason } };
}
