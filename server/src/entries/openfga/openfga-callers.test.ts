import { beforeAll, describe, expect, it } from "vitest";
import { createStore, key3 } from "../../../test/openfga.ts";
import { send } from "../../../test/raw.ts";

let own: Awaited<ReturnType<typeof createStore>>;
let other: Awaited<ReturnType<typeof createStore>>;
beforeAll(async () => {
  own = await createStore();
  other = await createStore();
  await own.write("user:anne owner doc:1");
});

const CHECK = { tuple_key: key3("user:anne owner doc:1") };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const pathOf = (call: string) => `/stores/${own.store}/${call}`;

/** The status and the code of a request below the prefix of the store. */
async function codeOf(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await own.call(method, path, body, headers);
  return [answer.status, Object(answer.body).code];
}

describe("a request of OpenFGA's API", () => {
  it("is answered in OpenFGA's form, with the headers of every call", async () => {
    const { status, headers } = await own.call("POST", pathOf("check"), CHECK);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("names the tenant by its slug, too, and takes any content type, as OpenFGA does", async () => {
    const { slug } = await own.world.admin.tenants.create
      .mutate({ slug: "by-slug", name: "By slug" })
      .then(({ tenant }) => tenant);
    const answer = await send(`/t/${slug}/openfga/stores`, { headers: bearer(own.key) });
    expect(answer.status).toBe(403);
    const plain = { ...own.authorized, "content-type": "text/plain" };
    expect(await codeOf("POST", pathOf("check"), CHECK, plain)).toEqual([200, undefined]);
    expect(await codeOf("POST", pathOf("check"), { ...CHECK, unknown: 1 })).toEqual([200, undefined]);
  });

  it.each([
    ["an unknown path", "POST", "/stores/x/flights", {}, 404, "undefined_endpoint"],
    ["the prefix itself", "GET", "", undefined, 404, "undefined_endpoint"],
    ["another method", "PATCH", "/stores", {}, 404, "unimplemented"],
    ["text that is no id of a store", "POST", "/stores/acme/check", CHECK, 400, "validation_error"],
  ])("for %s is refused with OpenFGA's code", async (_, method, path, body, status, code) => {
    expect(await codeOf(method, path, body)).toEqual([status, code]);
  });

  it.each([
    ["malformed JSON", "{", "validation_error"],
    ["a list", "[]", "validation_error"],
    ["nothing", "", "validation_error"],
    ["a wrong type", { tuple_key: "user:anne owner doc:1" }, "validation_error"],
    [
      "half of a surrogate pair",
      '{"tuple_key":{"user":"user:\\ud800","relation":"owner","object":"doc:1"}}',
      "validation_error",
    ],
    ["more than 1 MiB", { ...CHECK, context: { text: "x".repeat(1024 * 1024) } }, "exceeded_entity_limit"],
  ])("with %s is refused with OpenFGA's code", async (_, body, code) => {
    expect(await codeOf("POST", pathOf("check"), body)).toEqual([400, code]);
  });

  it("without valid credentials is unauthenticated, whatever its body", async () => {
    for (const body of [CHECK, "{"]) {
      expect(await codeOf("POST", pathOf("check"), body, {})).toEqual([401, "bearer_token_missing"]);
      const wrong = bearer("sk_live_00000000000000000000000000000000000");
      expect(await codeOf("POST", pathOf("check"), body, wrong)).toEqual([401, "unauthenticated"]);
    }
    const { headers } = await own.call("POST", pathOf("check"), CHECK, {});
    expect(headers.get("www-authenticate")).toBe("Bearer");
  });

  it("about another tenant's store is refused, by its prefix and by its store", async () => {
    expect(await codeOf("POST", pathOf("check"), CHECK, bearer(other.key))).toEqual([403, "forbidden"]);
    expect(await codeOf("POST", `/stores/${other.store}/check`, CHECK)).toEqual([404, "store_id_not_found"]);
    expect(await codeOf("GET", `/stores/${other.store}`)).toEqual([404, "store_id_not_found"]);
    const unknown = await send("/t/nobody/openfga/stores", { headers: own.authorized });
    expect([unknown.status, Object(unknown.body).code]).toEqual([404, "store_id_not_found"]);
    const nobody = await send("/t/nobody/openfga/stores");
    expect([nobody.status, Object(nobody.body).code]).toEqual([404, "store_id_not_found"]);
  });

  it("has the rights of its key, and no more", async () => {
    const { apiKeys } = own.world.acme.client;
    const { tenant, client, publishableKey } = own.world.acme;
    const store = tenant.id.slice("ten_".length).toUpperCase();
    const call = async (key: string, name: string, body: unknown) => {
      const init = { method: "POST", headers: bearer(key), body: JSON.stringify(body) };
      const answer = await send(`/t/acme/openfga/stores/${store}/${name}`, init);
      return [answer.status, Object(answer.body).code];
    };
    await client.authz.model.put.mutate({
      model: "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define owner: [user]\n",
    });
    const { key } = await apiKeys.create.mutate({ kind: "restricted", name: "checks", scopes: ["authz.check"] });
    expect(await call(key, "check", CHECK)).toEqual([200, undefined]);
    expect(await call(key, "write", { writes: { tuple_keys: [CHECK.tuple_key] } })).toEqual([403, "forbidden"]);
    expect(await call(publishableKey, "check", CHECK)).toEqual([403, "forbidden"]);
  });

  it("counts against the limits of its key, and is refused beyond them", async () => {
    const { client, tenant } = own.world.globex;
    const limits = [{ calls: 1, perSeconds: 3600 }];
    const { key } = await client.apiKeys.create.mutate({
      kind: "restricted",
      name: "one",
      scopes: ["tenants.get"],
      limits,
    });
    const path = `/t/${tenant.id}/openfga/stores`;
    expect((await send(path, { headers: bearer(key) })).headers.get("ratelimit")).toMatch(/^"per-3600s";r=0;t=\d+$/);
    const beyond = await send(path, { headers: bearer(key) });
    expect([beyond.status, Object(beyond.body).code]).toEqual([429, "resource_exhausted"]);
    expect(Number(beyond.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("with an idempotency key is carried out once", async () => {
    const body = { writes: { tuple_keys: [key3("user:anne owner doc:once")] } };
    const headers = { ...own.authorized, "idempotency-key": crypto.randomUUID() };
    for (let times = 0; times < 2; times++)
      expect(await codeOf("POST", pathOf("write"), body, headers)).toEqual([200, undefined]);
    expect(await codeOf("POST", pathOf("write"), body)).toEqual([400, "write_failed_due_to_invalid_input"]);
  });
});

describe("a store", () => {
  it("is created and deleted by a platform admin, and by no tenant's key", async () => {
    expect(await codeOf("POST", "/stores", { name: "New store" })).toEqual([403, "forbidden"]);
    expect(await codeOf("DELETE", `/stores/${own.store}`)).toEqual([403, "forbidden"]);
    const admin = bearer(own.world.token);
    expect(await codeOf("POST", "/stores", { name: "?" }, admin)).toEqual([400, "validation_error"]);
    const created = await own.call("POST", "/stores", { name: "Documents & Co." }, admin);
    expect(created.status).toBe(201);
    const { id, name, ...times } = created.body as { id: string; name: string };
    expect([name, times]).toEqual([
      "Documents & Co.",
      { created_at: expect.any(String), updated_at: expect.any(String) },
    ]);
    const tenant = `ten_${id.toLowerCase()}`;
    const below = `/t/${tenant}/openfga/stores/${id}`;
    expect((await send(below, { headers: admin })).body).toMatchObject({ id, name, deleted_at: null });
    expect((await send(below, { method: "DELETE", headers: admin })).status).toBe(204);
    const another = await own.call("POST", "/stores", { name: "Documents & Co." }, admin);
    expect(another.status).toBe(201);
    expect(Object(another.body).id).not.toBe(id);
  });
});
