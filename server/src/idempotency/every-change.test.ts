import { beforeAll, expect, it } from "vitest";
import { newKey, post } from "../../test/idempotent-calls.ts";
import { procedures } from "../../test/inputs.ts";
import { isolate } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";
import { systemClock } from "../ports/time.ts";
import type { CallerKind } from "../shared/caller.ts";
import { inputText } from "./key.ts";
import { withIdempotency } from "./with-idempotency.ts";

const MARK = "the first response";
const KINDS = ["secret", "admin", "user", "anonymous", "publishable"] as const satisfies CallerKind[];
const changes = procedures().filter(({ type }) => type === "mutation");

interface Identity {
  readonly headers: Record<string, string>;
  /** The caller's name in the record. */
  readonly caller: string;
}

let world: World;
let identities: Record<(typeof KINDS)[number], Identity>;
const { app } = isolate(systemClock);
beforeAll(async () => {
  world = await createWorld();
  const { client, secretKey } = world.acme;
  const { user, signIn } = await somebody(world.acme);
  const { items } = await client.apiKeys.list.query({});
  const idOf = (kind: string) => items.find((key) => key.kind === kind)?.id;
  const root = (await world.admin.auth.me.query()).user;
  const tenant = { "x-tenant-id": "acme" };
  identities = {
    secret: { headers: { "x-api-key": secretKey }, caller: `secret ${idOf("secret")}` },
    publishable: { headers: { "x-api-key": world.acme.publishableKey }, caller: "publishable" },
    admin: { headers: { authorization: `Bearer ${world.token}`, ...tenant }, caller: `admin ${root.id}` },
    user: { headers: { authorization: `Bearer ${(await signIn()).accessToken}` }, caller: `user ${user.id}` },
    anonymous: { headers: tenant, caller: "anonymous anonymous" },
  };
});

it("the router has more than 50 changes", () => {
  expect(changes.length).toBeGreaterThan(50);
});

/**
 * Each change has a record of an earlier call, with a response and an input that no handler would produce or accept. So
 * the replay proves that neither the handler nor the input's validation ran.
 */
it.each(changes.map(({ path, callers, declaration }) => ({ path, callers, declaration })))(
  "$path is made once per idempotency key",
  async ({ path, callers, declaration }) => {
    const kind = KINDS.find((one) => callers.includes(one)) ?? "anonymous";
    const { headers, caller } = identities[kind];
    const [key, input] = [newKey(), { some: "input" }];
    const objectName = declaration.about === "tenant" ? world.acme.tenant.id : "platform";
    const deferred: Promise<unknown>[] = [];
    const deps = { records: app.calls(objectName), secrets: app.config.secrets, pause: app.pause };
    const call = {
      objectName,
      caller,
      path,
      key,
      input: inputText(input),
      requestId: "req_first",
      partition: "servers",
    } as const;
    const answer = JSON.stringify({ json: { data: MARK, cookies: [] } });
    await withIdempotency({ ...deps, defer: (work) => deferred.push(work) }, call, async () => ({
      result: 0,
      outcome: { answer },
    }));
    await Promise.all(deferred);
    const repeat = await post(path, input, { ...headers, "idempotency-key": key });
    expect([repeat.status, repeat.replayed, repeat.body]).toEqual([200, "true", { result: { data: { json: MARK } } }]);
    // Without the key the input is refused.
    const plain = await post(path, input, headers);
    expect([plain.code, plain.replayed]).toEqual(["invalid_input", null]);
    const other = await post(path, { another: "input" }, { ...headers, "idempotency-key": key });
    expect(other.code).toBe("idempotency_key_reused");
  },
);
