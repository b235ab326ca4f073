import type { AppDeps } from "../src/pipeline/deps.ts";
import { ProviderMetadata } from "../src/providers/provider-metadata.ts";
import { OutboundRequests } from "../src/shared/outbound-url.ts";
import type { clientFor } from "./client.ts";
import { type FakeProvider, Internet, type Person } from "./identity-provider.ts";
import { isolate, StandingClock } from "./moved.ts";
import { createTenant, type World } from "./world.ts";

export const RETURN_URL = "https://app.example.com/signed-in";

const base64Url = (bytes: ArrayBuffer) => new Uint8Array(bytes).toBase64({ alphabet: "base64url", omitPadding: true });

type Client = ReturnType<typeof clientFor>;
type Created = Awaited<ReturnType<typeof createTenant>>;

let tenants = 0;

/** A tenant in an isolate whose requests go to an internet of the test's own. */
export async function providerSetting(world: World, settings: object = {}) {
  const tenant = await createTenant(world.admin, `providers-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({ returnUrls: [RETURN_URL], ...settings });
  const clock = new StandingClock();
  const internet = new Internet();
  const outboundRequests = new OutboundRequests(internet, {
    allowsLoopback: false,
    isOwnHost: async (host) => host === "auth.test",
  });
  const parts: Partial<AppDeps> = { outboundRequests, providerMetadata: new ProviderMetadata(outboundRequests) };
  const { app, clientFor, fetch } = isolate(clock, parts);
  const anyone = clientFor({ key: tenant.publishableKey });
  const server = clientFor({ key: tenant.secretKey });
  return { tenant, clock, internet, app, clientFor, fetch, anyone, server };
}

export type ProviderSetting = Awaited<ReturnType<typeof providerSetting>>;

/** Adds a provider to the internet, and to the tenant. */
export async function addProvider(
  { internet, server }: Pick<ProviderSetting, "internet" | "server">,
  fake: FakeProvider,
  input: Partial<Parameters<Client["providers"]["create"]["mutate"]>[0]> & { slug: string },
) {
  internet.add(fake);
  const issuer = (input.preset ?? "oidc") === "oidc" ? { issuer: fake.issuer } : {};
  const client = { clientId: fake.clientId, clientSecret: fake.clientSecret };
  const { provider } = await server.providers.create.mutate({ name: input.slug, ...issuer, ...client, ...input });
  return provider;
}

/** An app that asks for a sign-in, with its verifier. */
export async function newApp() {
  const codeVerifier = base64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
  return {
    codeVerifier,
    request: { returnUrl: RETURN_URL, state: "state-of-the-app", codeChallenge: base64Url(challenge) },
  };
}

/** A browser, with its cookies. */
export class Browser {
  private readonly fetch: ProviderSetting["fetch"];
  readonly cookies = new Map<string, string>();

  constructor({ fetch }: Pick<ProviderSetting, "fetch">) {
    this.fetch = fetch;
  }

  async open(url: string, init: RequestInit = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      accept: "text/html",
      "cf-connecting-ip": "192.0.2.80",
      ...(cookie && { cookie }),
      ...init.headers,
    };
    const response = await this.fetch(url, { ...init, headers, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const location = response.headers.get("location") ?? "";
    return {
      status: response.status,
      location,
      text,
      code: errorIn(text, location),
      headers: response.headers,
    };
  }
}

/** The error that a page shows, or that it leads to a page with. */
function errorIn(text: string, location: string): string | undefined {
  const shown = /Error <code>(\w+)</.exec(text)?.[1];
  return shown ?? new URL(location, "http://auth.test").searchParams.get("error") ?? undefined;
}

/** Signs a person in at a provider, up to the answer to the app. */
export async function goThrough(
  setting: ProviderSetting,
  fake: FakeProvider,
  person: Person,
  by: { provider: string } | { email: string },
) {
  const app = await newApp();
  const { url } = await setting.anyone.auth.providers.start.mutate({ ...by, ...app.request });
  const browser = new Browser(setting);
  const { location } = await browser.open(url);
  const answer = await browser.open(fake.signIn(location, person).href);
  return { ...answer, app, browser };
}

/** Signs a person in at a provider, and exchanges the code. */
export async function signInAt(
  setting: ProviderSetting,
  fake: FakeProvider,
  person: Person,
  by: { provider: string } | { email: string },
) {
  const { location, code: error, app } = await goThrough(setting, fake, person, by);
  if (error !== undefined) throw new Error(`The sign-in failed with ${error}.`);
  const code = new URL(location).searchParams.get("code") ?? "";
  const exchange = { code, codeVerifier: app.codeVerifier, returnUrl: RETURN_URL };
  return await setting.anyone.auth.exchangeCode.mutate(exchange);
}

export type { Created };
