import * as sdk from "@cf-auth/client";
import {
  CredentialsMethod,
  type ErrorCode,
  FgaApiAuthenticationError,
  FgaApiError,
  FgaApiNotFoundError,
  FgaApiRateLimitExceededError,
  FgaApiValidationError,
  OpenFgaClient,
} from "@openfga/sdk";
import { beforeAll, expect, it } from "vitest";
import { signInAdmin, type TestStack } from "../test-stack.ts";

/** OpenFGA's own SDK, unchanged, against a tenant: each of its calls, and the errors that its users handle. */

const MODEL = `model
  schema 1.1
type user
type folder
  relations
    define viewer: [user]
type doc
  relations
    define parent: [folder]
    define owner: [user, user with late]
    define viewer: [user:*] or owner or viewer from parent
condition late(hour: int) {
  hour > 21
}
`;
const FIRST_MODEL = "00000000000000000000000001";

export function testSdkCalls(stackOf: () => TestStack): void {
  let stack: TestStack;
  let admin: sdk.CfAuthClient;
  let adminToken: string;
  let acme: Awaited<ReturnType<sdk.CfAuthClient["tenants"]["create"]>>;
  let storeId: string;
  let client: OpenFgaClient;
  const called = new Set<string>();

  beforeAll(async () => {
    stack = stackOf();
    admin = await signInAdmin(stack.url, stack.tenant);
    const signIn = sdk.createClient({ url: stack.url, tenant: "platform" }).auth.login(stack.tenant.admin);
    adminToken = (await signIn).accessToken;
    acme = await admin.tenants.create({ slug: "acme-fga", name: "Acme" });
    storeId = acme.tenant.id.slice("ten_".length).toUpperCase();
    await sdk.createClient({ url: stack.url, key: acme.secretKey }).authz.model.put({ model: MODEL });
    client = clientOf(acme.secretKey);
  });

  /** A client of the SDK, which notes the calls that are made. */
  function clientOf(token: string, more: object = {}): OpenFgaClient {
    const made = new OpenFgaClient({
      apiUrl: `${stack.url}/t/${acme.tenant.id}/openfga`,
      storeId,
      credentials: { method: CredentialsMethod.ApiToken, config: { token } },
      retryParams: { maxRetry: 0 },
      ...more,
    });
    return new Proxy(made, {
      get: (target, name, receiver) => {
        called.add(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
  }

  const fact = (user: string, relation: string, object: string) => ({ user, relation, object });
  const ANNE = fact("user:anne", "owner", "doc:1");

  async function errorOf<T extends Error>(kind: new (...args: never[]) => T, call: Promise<unknown>): Promise<T> {
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(kind);
    return error as T;
  }

  it("writes, reads and deletes tuples", async () => {
    await client.write({ writes: [ANNE, fact("folder:f", "parent", "doc:1")], deletes: [] });
    await client.writeTuples([fact("user:bob", "viewer", "folder:f")]);
    const conditional = { ...fact("user:eve", "owner", "doc:2"), condition: { name: "late", context: {} } };
    const separately = { transaction: { disable: true } };
    const { writes } = await client.write({ writes: [conditional, ANNE] }, separately);
    expect(writes.map(({ status }) => status).toSorted()).toEqual(["failure", "success"]);
    await client.write({ writes: [ANNE] }, { conflict: { onDuplicateWrites: "ignore" as never } });
    const { tuples } = await client.read({ object: "doc:1" }, { pageSize: 1 });
    expect(tuples).toHaveLength(1);
    await client.deleteTuples([fact("user:bob", "viewer", "folder:f")]);
    expect((await client.read({ user: "user:bob", object: "folder:" })).tuples).toEqual([]);
    await client.writeTuples([fact("user:bob", "viewer", "folder:f")]);
    const { changes, continuation_token: token } = await client.readChanges({ type: "folder" });
    expect(changes.map(({ operation }) => operation)).toEqual([
      "TUPLE_OPERATION_WRITE",
      "TUPLE_OPERATION_DELETE",
      "TUPLE_OPERATION_WRITE",
    ]);
    expect((await client.readChanges({ type: "folder" }, { continuationToken: token as string })).changes).toEqual([]);
  });

  it("checks, lists and expands", async () => {
    expect(await client.check(fact("user:bob", "viewer", "doc:1"))).toMatchObject({ allowed: true });
    const late = { ...fact("user:eve", "owner", "doc:2"), context: { hour: 23 } };
    expect(await client.check(late, { authorizationModelId: FIRST_MODEL })).toMatchObject({ allowed: true });
    expect(await client.check(fact("user:bob", "owner", "doc:1"))).toMatchObject({ allowed: false });
    const { result } = await client.batchCheck({ checks: [{ ...ANNE }, { ...late, correlationId: "late" }] });
    expect(result.map(({ allowed }) => allowed)).toEqual([true, true]);
    expect(result.map(({ correlationId }) => correlationId)).toContain("late");
    const batch = await client.clientBatchCheck([{ ...ANNE }, fact("user:bob", "owner", "doc:1")]);
    expect(batch.result.map(({ allowed }) => allowed)).toEqual([true, false]);
    const { relations } = await client.listRelations({
      user: "user:anne",
      object: "doc:1",
      relations: ["owner", "viewer", "parent"],
    });
    expect(relations).toEqual(["owner", "viewer"]);
    const list = { user: "user:anne", relation: "viewer", type: "doc" };
    const contextualTuples = [fact("user:anne", "owner", "doc:9")];
    expect((await client.listObjects({ ...list, contextualTuples })).objects).toEqual(["doc:1", "doc:9"]);
    const streamed: string[] = [];
    for await (const { object } of client.streamedListObjects(list)) streamed.push(object);
    expect(streamed).toEqual(["doc:1"]);
    const users = { object: { type: "doc", id: "1" }, relation: "viewer", user_filters: [{ type: "user" }] };
    expect((await client.listUsers(users)).users).toEqual([
      { object: { type: "user", id: "anne" } },
      { object: { type: "user", id: "bob" } },
    ]);
    const { tree } = await client.expand({ relation: "viewer", object: "doc:1" });
    expect(tree?.root?.union?.nodes).toHaveLength(3);
  });

  it("reads and writes models, and their assertions", async () => {
    const { authorization_model: model } = await client.readAuthorizationModel({ authorizationModelId: FIRST_MODEL });
    expect(model).toMatchObject({ id: FIRST_MODEL, schema_version: "1.1" });
    if (model === undefined) return;
    const { authorization_model_id: id } = await client.writeAuthorizationModel(model);
    expect((await client.readLatestAuthorizationModel()).authorization_model).toEqual({ ...model, id });
    expect((await client.readAuthorizationModels({ pageSize: 1 })).authorization_models.map((one) => one.id)).toEqual([
      id,
    ]);
    const options = { authorizationModelId: id };
    await client.writeAssertions([{ ...ANNE, expectation: true }], options);
    expect((await client.readAssertions(options)).assertions).toMatchObject([{ tuple_key: ANNE, expectation: true }]);
    // A version that is no longer the model's is refused: nothing is evaluated by another one.
    const old = errorOf(FgaApiValidationError, client.check(ANNE, { authorizationModelId: FIRST_MODEL }));
    expect((await old).apiErrorCode).toBe("authorization_model_not_found");
  });

  it("has one store, which operators create and delete", async () => {
    expect((await client.listStores()).stores).toMatchObject([{ id: storeId, name: "Acme" }]);
    expect(await client.getStore()).toMatchObject({ id: storeId, name: "Acme" });
    const operator = clientOf(adminToken);
    const { id } = await operator.createStore({ name: "Created by the SDK" });
    const apiUrl = `${stack.url}/t/ten_${id.toLowerCase()}/openfga`;
    const created = clientOf(adminToken, { apiUrl, storeId: id });
    expect(await created.getStore()).toMatchObject({ id, name: "Created by the SDK" });
    await created.deleteStore();
    await errorOf(FgaApiAuthenticationError, client.createStore({ name: "Not allowed" }));
  });

  it("sends any request", async () => {
    const request = { operationName: "Custom", method: "POST", pathParams: { store_id: storeId } } as const;
    const checked = await client.executeApiRequest<{ allowed?: boolean }>({
      ...request,
      path: "/stores/{store_id}/check",
      body: { tuple_key: ANNE },
    });
    expect(checked.allowed).toBe(true);
    const streamed = await client.executeStreamedApiRequest({
      ...request,
      path: "/stores/{store_id}/streamed-list-objects",
      body: { user: "user:anne", relation: "owner", type: "doc" },
    });
    expect(streamed).toBeDefined();
  });

  it("throws the SDK's own errors, with OpenFGA's codes", async () => {
    const codeOf = async (call: Promise<unknown>): Promise<ErrorCode> =>
      (await errorOf(FgaApiValidationError, call)).apiErrorCode;
    expect(await codeOf(client.check(fact("user:eve", "owner", "doc:2")))).toBe("validation_error");
    expect(await codeOf(client.check(fact("user:eve", "flies", "doc:2")))).toBe("validation_error");
    expect(await codeOf(client.write({ writes: [ANNE] }))).toBe("write_failed_due_to_invalid_input");
    expect(await codeOf(client.listObjects({ user: "user:anne", relation: "owner", type: "robot" }))).toBe(
      "type_not_found",
    );
    expect(await codeOf(client.read({}, { continuationToken: "bm9uZQ" }))).toBe("invalid_continuation_token");

    const unknown = clientOf(acme.secretKey, { storeId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" });
    expect(await errorOf(FgaApiNotFoundError, unknown.check(ANNE))).toMatchObject({
      apiErrorCode: "store_id_not_found",
    });
    const nowhere = { operationName: "Nowhere", method: "POST", path: "/nowhere" } as const;
    const missing = errorOf(FgaApiNotFoundError, client.executeApiRequest(nowhere));
    expect(await missing).toMatchObject({ apiErrorCode: "undefined_endpoint" });

    const wrong = clientOf("sk_live_00000000000000000000000000000000000");
    expect(await errorOf(FgaApiAuthenticationError, wrong.check(ANNE))).toMatchObject({ statusCode: 401 });
    const other = await admin.tenants.create({ slug: "other-fga", name: "Other" });
    expect(await errorOf(FgaApiAuthenticationError, clientOf(other.secretKey).check(ANNE))).toMatchObject({
      statusCode: 403,
    });
    const { apiKeys } = sdk.createClient({ url: stack.url, key: acme.secretKey });
    const limits = [{ calls: 1, perSeconds: 3600 }];
    const { key } = await apiKeys.create({ kind: "restricted", name: "limited", scopes: ["authz.check"], limits });
    const limited = clientOf(key);
    await limited.check(ANNE);
    expect(await errorOf(FgaApiRateLimitExceededError, limited.check(ANNE))).toMatchObject({ statusCode: 429 });
    expect(await errorOf(FgaApiError, limited.listStores())).toBeInstanceOf(FgaApiAuthenticationError);
  });

  it("makes every call that the SDK has", () => {
    const own = new Set([
      "constructor",
      "getStoreId",
      "getAuthorizationModelId",
      "checkValidApiConnection",
      "singleBatchCheck",
    ]);
    const calls = Object.getOwnPropertyNames(OpenFgaClient.prototype).filter((name) => !own.has(name));
    expect(calls.filter((name) => !called.has(name))).toEqual([]);
  });
}
