import { wire } from "../calls/wire.ts";
import { DECLARATIONS } from "../generated/declarations.ts";
import type * as Api from "../generated/types.ts";
import type { TestAccounts } from "./accounts.ts";
import type { TestGraph } from "./graph.ts";
import type { InputSchema } from "./input-schema.ts";
import { parseInput } from "./parse-input.ts";
import { ServiceError, serviceErrorOf } from "./service-error.ts";
import type { TestTokens } from "./tokens.ts";
import { requireWellFormed } from "./well-formed.ts";

/** A call that was made. */
export interface TestCall {
  readonly path: string;
  readonly input: unknown;
  readonly idempotencyKey: string | null;
}

type User = { readonly userId: string; readonly sessionId: string } | undefined;

interface Caller {
  readonly kind: "anonymous" | "publishable" | "secret" | "user";
  readonly user: User;
}

// Each takes the input that the SDK has typed.
type Procedure = (input: never, user: User) => unknown;

interface Parts {
  readonly tenantId: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly tokens: TestTokens;
  readonly graph: TestGraph;
  readonly accounts: TestAccounts;
}

/** The service over HTTP for one tenant in memory: the procedures that applications call, and the tenant's key set. */
export class TestService {
  readonly calls: TestCall[] = [];
  readonly #parts: Parts;
  readonly #procedures: Readonly<Record<string, Procedure>>;
  readonly #responses = new Map<string, Response>();
  #failures: ServiceError[] = [];
  #requests = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#procedures = { ...queriesOf(parts.graph), ...accountsOf(parts) };
  }

  /** Lets the next calls fail, one for each. */
  failNext(...failures: ServiceError[]): void {
    this.#failures.push(...failures);
  }

  async fetch(request: Request): Promise<Response> {
    const requestId = `req_test${++this.#requests}`;
    try {
      return await this.#answer(request);
    } catch (error) {
      return serviceErrorOf(error).response(requestId);
    }
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const issuer = `/t/${this.#parts.tenantId}`;
    if (pathname === `${issuer}/.well-known/jwks.json`) return Response.json(this.#parts.tokens.keySet);
    if (!pathname.startsWith("/trpc/")) throw new ServiceError("procedure_not_found");
    const path = pathname.slice("/trpc/".length);
    const input = inputIn(await request.text());
    const idempotencyKey = request.headers.get("idempotency-key");
    this.calls.push({ path, input, idempotencyKey });
    const failure = this.#failures.shift();
    if (failure !== undefined) throw failure;
    const procedure = this.#procedures[path];
    if (procedure === undefined) throw missing(path);
    const { user } = requireCaller(path, await this.#callerOf(request.headers));
    const replay = idempotencyKey === null ? undefined : this.#responses.get(`${path} ${idempotencyKey}`);
    if (replay !== undefined) return replay.clone();
    // Each procedure gets a request of its own schema.
    const result = await procedure(parsedInput(path, input) as never, user);
    const response = Response.json({ result: { data: wire.serialize(result) } });
    if (idempotencyKey !== null) this.#responses.set(`${path} ${idempotencyKey}`, response.clone());
    return response;
  }

  async #callerOf(headers: Headers): Promise<Caller> {
    const { secretKey, publishableKey, tokens, tenantId } = this.#parts;
    const key = headers.get("x-api-key");
    const tenant = headers.get("x-tenant-id");
    if (key !== null && key !== secretKey && key !== publishableKey) throw new ServiceError("key_invalid");
    if (tenant !== null && tenant !== tenantId) throw new ServiceError("tenant_not_found");
    const token = headers.get("authorization")?.replace(/^Bearer /, "");
    const user = token === undefined ? undefined : await tokens.verify(token);
    if (key === null && tenant === null && user === undefined) throw new ServiceError("tenant_required");
    if (user !== undefined) return { kind: "user", user };
    return { kind: key === null ? "anonymous" : key === secretKey ? "secret" : "publishable", user };
  }
}

function queriesOf(graph: TestGraph): Record<string, Procedure> {
  return {
    "authz.check": (input: Api.CheckRequest) => graph.check(input),
    "authz.batchCheck": (input: Api.BatchCheckRequest) => graph.batchCheck(input),
    "authz.deleteTuples": (input: Api.DeleteTuplesRequest) => graph.deleteTuples(input),
    "authz.listObjects": (input: Api.ListObjectsRequest) => graph.listObjects(input),
    "authz.listSubjects": (input: Api.ListSubjectsRequest) => graph.listSubjects(input),
    "authz.listRelations": (input: Api.ListRelationsRequest) => graph.listRelations(input),
    "authz.expand": (input: Api.ExpandRequest) => graph.expand(input),
    "authz.explain": (input: Api.ExplainRequest) => graph.explain(input),
    "authz.verifyProof": (input: Api.VerifyProofRequest) => graph.verifyProof(input),
    "authz.read": (input: Api.ReadRequest) => graph.read(input),
    "authz.write": (input: Api.WriteRequest) => graph.write(input),
    "authz.model.put": (input: Api.PutModelRequest) => graph.putModel(input),
    "authz.model.get": (input: Api.GetModelRequest) => graph.getModel(input),
  };
}

function accountsOf({ accounts }: Parts): Record<string, Procedure> {
  return {
    "auth.register": (input: Api.RegisterRequest) => accounts.register(input),
    "auth.login": (input: Api.LoginRequest) => accounts.login(input),
    "auth.refresh": (input: Api.RefreshRequest) => accounts.refresh(input),
    "auth.logout": (input: Api.LogoutRequest, user) => accounts.logout(input, user?.sessionId),
    "auth.me": (_: never, user) => accounts.me(requireUser(user)),
    "users.create": (input: Api.CreateUserRequest) => ({
      user: accounts.get({ id: accounts.create(input).id }),
      warnings: [],
    }),
    "users.get": (input: Api.GetUserRequest) => ({ user: accounts.get(input) }),
    "users.getMany": (input: Api.GetUsersRequest) => accounts.getMany(input),
    "users.list": (input: Api.ListUsersRequest) => accounts.list(input),
    "users.search": (input: Api.SearchUsersRequest) => accounts.search(input),
    "users.ban": ({ id }: Api.BanUserRequest) => ({ user: accounts.ban(id) }),
    "users.unban": ({ id }: Api.UnbanUserRequest) => ({ user: accounts.unban(id) }),
    "users.delete": ({ id }: Api.DeleteUserRequest) => accounts.delete(id),
    "users.sessions.list": (input: Api.ListUserSessionsRequest) => accounts.sessionsOf(input),
    "users.sessions.end": ({ id, sessionId }: Api.EndUserSessionRequest) => accounts.endSessions(id, sessionId),
    "users.sessions.endAll": ({ id }: Api.EndAllUserSessionsRequest) => accounts.endSessions(id),
  };
}

function requireCaller(path: string, caller: Caller): Caller {
  const callers = DECLARATIONS[path]?.callers ?? [];
  if (callers.includes(caller.kind)) return caller;
  throw new ServiceError(caller.kind === "anonymous" ? "unauthenticated" : "forbidden", { callers });
}

/** The request in a body, which may be empty. Throws `invalid_input`. */
function inputIn(text: string): unknown {
  const body: unknown = text === "" ? {} : JSON.parse(text);
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  if (isObject && (Object.hasOwn(body, "json") || Object.keys(body).every((key) => key === "meta"))) {
    return wire.deserialize(Object(body)) ?? {};
  }
  const message = 'The body has its input in the field json: { "json": { … } }.';
  throw new ServiceError("invalid_input", { issues: [{ path: "json", message }] }, message);
}

/** The request as the procedure parses it. Throws `invalid_input` and `batch_too_large`. */
export function parsedInput(path: string, input: unknown): unknown {
  requireWellFormed(input);
  const schema = DECLARATIONS[path]?.input ?? {};
  const { value, issues } = parseInput(schema, input);
  if (issues.length > 0) throw new ServiceError("invalid_input", { issues });
  const total = schema["x-total"];
  if (total !== undefined) requireTotal(total, value);
  return value;
}

/** Throws `batch_too_large`. */
function requireTotal({ of, maximum, unit, counted }: NonNullable<InputSchema["x-total"]>, value: unknown): void {
  const count = of.reduce((sum, list) => sum + lengthAt(value, list.split(".")), 0);
  if (count <= maximum) return;
  const message = `The call has ${count} ${counted}; at most ${maximum} are accepted.`;
  throw new ServiceError("batch_too_large", { count, max: maximum, unit }, message);
}

function lengthAt(value: unknown, path: readonly string[]): number {
  const found = path.reduce((part: unknown, key) => Object(part)[key], value);
  return Array.isArray(found) ? found.length : 0;
}

function requireUser(user: User): NonNullable<User> {
  if (user === undefined) throw new ServiceError("unauthenticated");
  return user;
}

function missing(path: string): ServiceError {
  const message = `An in-memory tenant does not have ${path}. Use the local stack (npm start), which has every procedure.`;
  return new ServiceError("procedure_not_found", { path }, message);
}
