import { createServer, type RequestListener, type Server } from "node:http";
import Provider from "oidc-provider";
import { freePort } from "../src/ports.ts";

/** Claims of the people who can sign in, by the login that they enter. */
export type People = Readonly<Record<string, { readonly email: string; readonly email_verified: boolean }>>;

export const CLIENT = { clientId: "cf-auth-of-the-tests", clientSecret: "a secret of the tests for one client" };

/** A certified OpenID provider on loopback, with pages on which people enter any login. */
export class IdentityProvider {
  readonly issuer: string;
  private readonly people: People;
  private readonly redirectUri: string;
  private server: Server | undefined;

  private constructor(port: number, people: People, redirectUri: string) {
    this.issuer = `http://127.0.0.1:${port}`;
    this.people = people;
    this.redirectUri = redirectUri;
  }

  static async start(people: People, redirectUri: string): Promise<IdentityProvider> {
    const provider = new IdentityProvider(await freePort(), people, redirectUri);
    await provider.answer(provider.handler(provider.issuer));
    return provider;
  }

  /** Answers in the name of another issuer from now on. */
  async pretend(issuer: string): Promise<void> {
    await this.answer(this.handler(issuer));
  }

  /** Takes requests for tokens from now on, and never answers them. */
  async hang(): Promise<void> {
    const handle = this.handler(this.issuer);
    await this.answer((request, response) => {
      if (!request.url?.startsWith("/token")) handle(request, response);
    });
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }

  private async answer(handle: RequestListener): Promise<void> {
    await this.stop();
    const server = createServer(handle);
    this.server = server;
    await new Promise<void>((resolve) => {
      server.listen(Number(new URL(this.issuer).port), "127.0.0.1", resolve);
    });
  }

  private handler(issuer: string): RequestListener {
    const client = { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret };
    const provider = new Provider(issuer, {
      clients: [{ ...client, redirect_uris: [this.redirectUri] }],
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      // Set, so that it doesn't print notices about its defaults.
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      pkce: { required: () => true },
      cookies: { keys: ["a key of the tests"] },
      features: { devInteractions: { enabled: true } },
      findAccount: (_: unknown, login: string) => ({
        accountId: login,
        claims: async () => ({ sub: login, name: login, ...this.people[login] }),
      }),
    });
    return provider.callback();
  }
}
