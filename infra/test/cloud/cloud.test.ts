import { freePort } from "@cf-auth/local/ports";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cloud, TOKEN } from "./cloud.ts";

const ACCOUNT = "a".repeat(32);
const VERSION = {
  mainModule: "worker.js",
  compatibilityDate: "2026-11-01",
  compatibilityFlags: [],
  bindings: [{ type: "kv_namespace", name: "PASSWORDS", namespaceId: "passwords" }],
  exports: {},
  modules: [
    {
      name: "worker.js",
      contentType: "application/javascript+module",
      content: Buffer.from(`export default {
        fetch: async (request, env) => new Response(await env.PASSWORDS.get(new URL(request.url).pathname.slice(1))),
      }`),
    },
  ],
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = new Cloud(ACCOUNT, "auth.example.com", await freePort());
  await cloud.start();
});
afterAll(() => cloud.stop());

async function put(namespace: string, pairs: readonly { key: string; value: string }[]) {
  const response = await fetch(`${cloud.api.url}/accounts/${ACCOUNT}/storage/kv/namespaces/${namespace}/bulk`, {
    method: "PUT",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(pairs),
  });
  expect(await response.json()).toMatchObject({ success: true, result: { successful_key_count: pairs.length } });
}

async function read(key: string) {
  return await (await fetch(`${cloud.url}/${key}`)).text();
}

it("stores all keys of a bulk write though a version is deployed in the middle of it", async () => {
  cloud.makeNamespace("passwords");
  const pairs = Array.from({ length: 256 }, (_, index) => ({ key: `${index}`, value: `value ${index}` }));
  await Promise.all([put("passwords", pairs), cloud.upload(VERSION), put("passwords", [{ key: "a", value: "b" }])]);
  expect([await read("0"), await read("255"), await read("a")]).toEqual(["value 0", "value 255", "b"]);
});

it("writes to namespaces that no version binds, made before or after a deployment", async () => {
  await put(cloud.makeNamespace("later"), [{ key: "a", value: "b" }]);
  expect(await read("a")).toBe("b");
});
