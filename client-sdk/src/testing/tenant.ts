import { serviceUrl } from "../calls/service-url.ts";
import { type ClientOptions, createClient } from "../client.ts";
import type { ServiceErrorCode } from "../generated/errors.ts";
import type { CreateUserRequest, Fact, ManagedUser, PutModelRequest, Tuple, WriteRequest } from "../generated/types.ts";
import type { TypedClient } from "../permissions/typed-client.ts";
import { TestAccounts } from "./accounts.ts";
import { TestClock } from "./clock.ts";
import { TestGraph } from "./graph.ts";
import { parsedInput, type TestCall, TestService } from "./service.ts";
import { ServiceError } from "./service-error.ts";
import { type MintOptions, TestTokens } from "./tokens.ts";

export interface TestTenantOptions {
  /** A model in OpenFGA's modelling language, as `authz.model.put` takes it. */
  readonly model?: PutModelRequest["model"] | undefined;
  /** What the graph holds at first. */
  readonly tuples?: readonly (Tuple | Fact)[] | undefined;
  /** The time at which its clock stands; the beginning of 2026 unless given. */
  readonly now?: Date | undefined;
  readonly id?: string | undefined;
  /** Where the service seems to be. Nothing is ever sent there. */
  readonly url?: string | undefined;
}

/** A tenant that lives in the memory of a test. */
export interface TestTenant {
  readonly id: string;
  readonly url: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Stands still until it is moved. Tokens, sessions and tuples end by it. */
  readonly clock: TestClock;
  /** Every call that reached the service, oldest first. */
  readonly calls: readonly TestCall[];
  /** The service. Hand it to whatever makes requests: a client, a session, a verifier. */
  readonly fetch: typeof globalThis.fetch;
  /** A client of the tenant, with its secret key unless told otherwise; typed by a model, as `createClient` is. */
  client<Model = unknown>(options?: Omit<ClientOptions, "url" | "fetch">): TypedClient<Model>;
  /** Makes a user, as `users.create` does. */
  addUser(user: { email: string; password?: string; name?: string }): ManagedUser;
  /** A signed access token of a user, whom the tenant need not have. */
  mintToken(userId: string, options?: MintOptions): Promise<string>;
  /** Lets the next call fail with an error of the service. */
  failNext(code: ServiceErrorCode, details?: Readonly<Record<string, unknown>>): void;
}

/** As many as `authz.write` takes. */
const WRITTEN_TOGETHER = 1000;
const DEFAULT_NOW = new Date("2026-01-01T00:00:00Z");

/**
 * A tenant in memory: models, graphs and checks by the service's own engine, users, sessions and signed tokens, and a clock
 * that stands still. No network and nothing to start or stop; a tenant for each test is cheap.
 *
 * It is one tenant and none of its surroundings: no limits, no mail, no audit log, no past revisions. A procedure that it
 * does not have is answered `unknown_procedure`.
 *
 * @example
 * const tenant = await createTestTenant({ model, tuples: [{ subject: "user:anne", relation: "writer", object: "repo:api" }] });
 * const app = createApp({ cfauth: tenant.client() });
 */
export async function createTestTenant(options: TestTenantOptions = {}): Promise<TestTenant> {
  const { id = "ten_test", now = DEFAULT_NOW, model, tuples = [] } = options;
  const url = serviceUrl(options.url ?? "https://auth.test");
  const [secretKey, publishableKey] = [`sk_test_${id}`, `pk_test_${id}`];
  const clock = new TestClock(now);
  const tokens = await TestTokens.create({ id, url }, clock.now);
  const graph = new TestGraph(clock.now);
  const accounts = new TestAccounts(tokens, clock.now, url);
  const service = new TestService({ tenantId: id, secretKey, publishableKey, tokens, graph, accounts });
  if (model !== undefined) graph.putModel(parsedInput("authz.model.put", { model }) as PutModelRequest);
  for (let i = 0; i < tuples.length; i += WRITTEN_TOGETHER) {
    const writes = tuples.slice(i, i + WRITTEN_TOGETHER);
    graph.write(parsedInput("authz.write", { writes }) as WriteRequest);
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    return await service.fetch(request);
  };
  return {
    id,
    url,
    secretKey,
    publishableKey,
    clock,
    calls: service.calls,
    fetch,
    client: <Model>(more: Omit<ClientOptions, "url" | "fetch"> = { key: secretKey }) =>
      createClient<Model>({ ...more, url, fetch }),
    addUser: (user) => {
      const input = parsedInput("users.create", user) as CreateUserRequest;
      return accounts.get({ id: accounts.create(input).id });
    },
    mintToken: async (userId, more = {}) => {
      const sessionId = more.sessionId ?? accounts.newId("ses");
      return (await tokens.mint(userId, { ...more, sessionId })).token;
    },
    failNext: (code, details) => service.failNext(new ServiceError(code, details)),
  };
}
