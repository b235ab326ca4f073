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

/** Options of `createTestTenant`. */
export interface TestTenantOptions {
  /** The model, in the form of `authz.model.put`. Defaults to none. */
  readonly model?: PutModelRequest["model"] | undefined;
  /** Tuples to write at the start. Defaults to none. */
  readonly tuples?: readonly (Tuple | Fact)[] | undefined;
  /** Start time of the clock. Defaults to `2026-01-01T00:00:00Z`. */
  readonly now?: Date | undefined;
  /** The tenant's id. Defaults to `ten_test`. */
  readonly id?: string | undefined;
  /** URL of the fake service. Defaults to `https://auth.test`. No request leaves the process. */
  readonly url?: string | undefined;
}

/** An in-memory tenant for tests. */
export interface TestTenant {
  readonly id: string;
  readonly url: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** A fixed clock, moved by `clock.advance`. Tokens, sessions and tuples expire by it. */
  readonly clock: TestClock;
  /** The calls that reached the fake service, oldest first. */
  readonly calls: readonly TestCall[];
  /** The fake service as a `fetch`, for clients, sessions and verifiers. */
  readonly fetch: typeof globalThis.fetch;
  /** A client of the tenant. Credentials default to its secret key. Typed by a model like `createClient`. */
  client<Model = unknown>(options?: Omit<ClientOptions, "url" | "fetch">): TypedClient<Model>;
  /** Creates a user, as `users.create` does. */
  addUser(user: { email: string; password?: string; name?: string }): ManagedUser;
  /** Signs an access token for a user id. The user need not exist. */
  mintToken(userId: string, options?: MintOptions): Promise<string>;
  /** Makes the next call fail with an error of the service. */
  failNext(code: ServiceErrorCode, details?: Readonly<Record<string, unknown>>): void;
}

/** Maximum number of tuples in one `authz.write`. */
const MAX_WRITES = 1000;
const DEFAULT_NOW = new Date("2026-01-01T00:00:00Z");

/**
 * Creates an in-memory tenant with models, tuples, checks (by the service's own engine), users, sessions, signed tokens and a fixed clock.
 * It needs no network and no setup, so each test can have its own.
 *
 * Not included: limits, emails, audit log and past revisions. Missing procedures fail with `procedure_not_found`.
 *
 * @throws `EngineError` or `CfAuthError` codes of `authz.model.put` and `authz.write` for an invalid model or tuple.
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
  for (let i = 0; i < tuples.length; i += MAX_WRITES) {
    const writes = tuples.slice(i, i + MAX_WRITES);
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
