import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { type DnsType, type Outbound, OutboundError, type OutboundRequest } from "../src/ports/outbound.ts";

/** What a person is asserted to be, and how the provider misbehaves. */
export interface Person {
  readonly sub: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims of the ID token in place of the right ones. */
  readonly idToken?: JWTPayload;
}

interface Grant {
  readonly person: Person;
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string;
  readonly clientId: string;
}

const base64Url = (bytes: ArrayBuffer) => new Uint8Array(bytes).toBase64({ alphabet: "base64url", omitPadding: true });
const PUBLIC_ADDRESS = "93.184.215.14";

/**
 * The internet as an identity provider's client sees it: providers by issuer, and DNS. It checks each request as a provider does,
 * and answers as documented.
 */
export class Internet implements Outbound {
  readonly providers = new Map<string, FakeProvider>();
  readonly texts = new Map<string, string[]>();
  readonly addresses = new Map<string, string[]>();
  readonly requests: string[] = [];

  add(provider: FakeProvider): FakeProvider {
    this.providers.set(new URL(provider.issuer).host, provider);
    for (const host of provider.otherHosts) this.providers.set(host, provider);
    return provider;
  }

  async fetch(url: string, request: OutboundRequest): Promise<Response> {
    this.requests.push(url);
    const provider = this.providers.get(new URL(url).host);
    if (provider === undefined || provider.isDown) throw new OutboundError("unreachable");
    return await provider.answer(new Request(url, request));
  }

  async resolve(name: string, type: DnsType): Promise<readonly string[]> {
    if (type === "TXT") return this.texts.get(name) ?? [];
    return type === "A" ? (this.addresses.get(name) ?? [PUBLIC_ADDRESS]) : [];
  }
}

/** An OpenID provider with one client. */
export class FakeProvider {
  readonly issuer: string;
  readonly clientId = "client-of-the-tests";
  readonly clientSecret = "a secret of a client";
  readonly otherHosts: readonly string[];
  isDown = false;
  /** Changes to the metadata. */
  metadata: Readonly<Record<string, unknown>> = {};
  /** Whether the ID token has no email, which is then in the userinfo response. */
  hasUserInfo = false;
  private readonly keys = generateKeyPair("ES256", { extractable: true });
  private readonly grants = new Map<string, Grant>();
  private readonly tokens = new Map<string, Person>();
  private count = 0;

  constructor(issuer: string, otherHosts: readonly string[] = []) {
    this.issuer = issuer;
    this.otherHosts = otherHosts;
  }

  /** Signs a person in, at the address that the browser was sent to. Returns the address that the browser is sent back to. */
  signIn(location: string, person: Person): URL {
    const query = new URL(location).searchParams;
    if (query.get("response_type") !== "code" || query.get("client_id") !== this.clientId) throw new Error(location);
    const challenge = query.get("code_challenge");
    if (challenge !== null && query.get("code_challenge_method") !== "S256") throw new Error("PKCE must be S256.");
    const redirectUri = query.get("redirect_uri") ?? "";
    const grant = { person, nonce: query.get("nonce"), challenge, redirectUri, clientId: this.clientId };
    const code = `code-${++this.count}-${Math.random()}`;
    this.grants.set(code, grant);
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    if (this.metadata.authorization_response_iss_parameter_supported === true) {
      back.searchParams.set("iss", this.issuer);
    }
    return back;
  }

  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/.well-known/openid-configuration")) return Response.json(this.document());
    if (pathname === "/jwks") return Response.json({ keys: [await this.publicKey()] });
    if (pathname === "/token" || pathname === "/login/oauth/access_token") return await this.token(request);
    const person = this.tokens.get(request.headers.get("authorization")?.replace(/^bearer /i, "") ?? "");
    if (person === undefined) return Response.json({ error: "invalid_token" }, { status: 401 });
    if (pathname === "/userinfo") return Response.json({ sub: person.sub, ...person.claims });
    if (request.headers.get("user-agent") === null) return new Response("", { status: 403 });
    if (pathname === "/user") return Response.json({ id: Number(person.sub), name: null, login: "octo" });
    if (pathname !== "/user/emails") return new Response("", { status: 404 });
    const { email, email_verified: verified } = person.claims ?? {};
    return Response.json([
      { email: "old@example.com", primary: false, verified: true },
      { email, primary: true, verified },
    ]);
  }

  private document() {
    const at = (path: string) => new URL(path, this.issuer).href;
    return {
      issuer: this.issuer,
      authorization_endpoint: at("/authorize"),
      token_endpoint: at("/token"),
      jwks_uri: at("/jwks"),
      userinfo_endpoint: at("/userinfo"),
      id_token_signing_alg_values_supported: ["ES256"],
      ...this.metadata,
    };
  }

  private async publicKey() {
    return { ...(await exportJWK((await this.keys).publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  }

  private async token(request: Request): Promise<Response> {
    const form = new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer()));
    const refuse = (error: string) => Response.json({ error }, { status: 400 });
    if (request.method !== "POST" || form.get("grant_type") !== "authorization_code") return refuse("invalid_request");
    if (!this.isClient(request, form)) return refuse("invalid_client");
    const code = form.get("code") ?? "";
    const grant = this.grants.get(code);
    this.grants.delete(code);
    if (grant === undefined || grant.redirectUri !== form.get("redirect_uri")) return refuse("invalid_grant");
    const verifier = new TextEncoder().encode(form.get("code_verifier") ?? "");
    const challenge = base64Url(await crypto.subtle.digest("SHA-256", verifier));
    if (grant.challenge !== null && grant.challenge !== challenge) return refuse("invalid_grant");
    const accessToken = `token-${Math.random()}`;
    this.tokens.set(accessToken, grant.person);
    const token = { access_token: accessToken, token_type: "Bearer", expires_in: 300 };
    return Response.json(
      this.otherHosts.includes("api.github.com") ? token : { ...token, ...(await this.idToken(grant)) },
    );
  }

  private isClient(request: Request, form: URLSearchParams): boolean {
    const basic = request.headers.get("authorization")?.replace(/^basic /i, "");
    const [id = "", secret = ""] = basic === undefined ? [] : atob(basic).split(":");
    const decoded = [id, secret].map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    const [sentId, sentSecret] = basic === undefined ? [form.get("client_id"), form.get("client_secret")] : decoded;
    return sentId === this.clientId && sentSecret === this.clientSecret;
  }

  private async idToken({ person, nonce, clientId }: Grant) {
    const claims = this.hasUserInfo ? {} : person.claims;
    const now = Math.floor(Date.now() / 1000);
    const right = {
      iss: this.issuer,
      sub: person.sub,
      aud: clientId,
      iat: now,
      exp: now + 300,
      ...(nonce && { nonce }),
    };
    const { privateKey } = await this.keys;
    const token = new SignJWT({ ...right, ...claims, ...person.idToken }).setProtectedHeader({
      alg: "ES256",
      kid: "k1",
    });
    return { id_token: await token.sign(privateKey) };
  }
}
