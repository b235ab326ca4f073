import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { bundle, modulesOf } from "../src/build.ts";
import { ROOT } from "../src/paths.ts";
import { type Stack, startStack } from "../src/stack.ts";
import { copySeededState, seededTenant, signInAdmin } from "./test-stack.ts";

/** Another Worker of the account, the one of docs/verify.md, built and bound as its own wrangler.jsonc says. */
const state = copySeededState();
/** Inside the repository, so that the Worker finds its packages. */
const folder = join(ROOT, "tools/local/dist/account");
const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let stack: Stack;
let keys: { readonly secretKey: string; readonly publishableKey: string };

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const docs = readFileSync(join(ROOT, "docs/verify.md"), "utf8");
  for (const [language, file] of [
    ["jsonc", "wrangler.jsonc"],
    ["ts", "worker.ts"],
  ] as const) {
    const [, text = ""] = new RegExp(`^\`\`\`${language} worker\n([\\s\\S]*?)^\`\`\`$`, "m").exec(docs) ?? [];
    writeFileSync(join(folder, file), text);
  }
  const config = join(folder, "wrangler.jsonc");
  await bundle(config, join(folder, "bundle"));
  const { tenantId, ...made } = await createTenant();
  keys = made;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config, "");
  const { name: _, ...options } = workerOptions;
  const bindings = { CF_AUTH_TENANT: tenantId, CF_AUTH_SECRET_KEY: keys.secretKey };
  const modules = { modulesRoot: join(folder, "bundle"), modules: modulesOf(join(folder, "bundle")) };
  const neighbour = (url: string) => ({
    ...options,
    name: "shop",
    ...modules,
    bindings: { ...bindings, CF_AUTH_URL: url },
  });
  stack = await startStack({ state, port: 0, neighbour });
});
afterAll(async () => {
  await stack.stop();
  for (const each of [state, folder]) rmSync(each, { recursive: true, force: true });
});

/** In a run of its own: the other Worker is started with the key. */
async function createTenant() {
  const first = await startStack({ state, port: 0 });
  try {
    const { url } = first;
    const admin = await signInAdmin(url, seededTenant(state));
    const { tenant, secretKey, publishableKey } = await admin.tenants.create({ slug: "shop", name: "Shop" });
    const model = "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n";
    await sdk.createClient({ url, key: secretKey }).authz.model.put({ model });
    return { tenantId: tenant.id, secretKey, publishableKey };
  } finally {
    await first.stop();
  }
}

const put = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${stack.neighbourUrl}/repos/api`, { method: "PUT", headers });
  const text = await response.text();
  return { status: response.status, text, code: /"code":"(\w+)"/.exec(text)?.[1] };
};

it("calls both ways, by the entrypoint and by requests, and dates stay dates", async () => {
  const response = await fetch(`${stack.neighbourUrl}/both`);
  expect(await response.json()).toEqual({ slugs: ["shop", "shop"], isDate: true });
});

it("verifies tokens by itself, and asks what their users may do", async () => {
  const browser = sdk.createClient({ url: stack.url, key: keys.publishableKey });
  await browser.auth.register(PERSON);
  const { user, accessToken } = await browser.auth.login(PERSON);
  // Many at once, before any has read the keys: each request of a Worker may wait for what another has begun.
  const first = await Promise.all(Array.from({ length: 20 }, () => put(accessToken)));
  expect(new Set(first.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(["403 permission_denied"]));
  const writer = { subject: `user:${user.id}`, relation: "write", object: "repo:api" };
  await sdk.createClient({ url: stack.url, key: keys.secretKey }).authz.write({ writes: [writer] });
  expect(await put(accessToken)).toMatchObject({ status: 200, text: "written" });
  const forged = accessToken.replace(/\.([^.])([^.]*)$/, (_, first, rest) => `.${first === "A" ? "B" : "A"}${rest}`);
  expect(await put(forged)).toMatchObject({ status: 401, code: "token_invalid" });
  expect(await put("x")).toMatchObject({ status: 401, code: "token_malformed" });
});
