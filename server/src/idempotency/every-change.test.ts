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

const MARK = "what it was answered the first time";
const KINDS = ["secret", "admin", "user", "anonymous"] as const satisfies CallerKind[];
const changes = procedures().filter(({ type }) => type === "mutation");

interface Identity {
  readonly headers: Record<string, string>;
  /** As the record has it. */
  readonly caller: string;
}

let world: World;
let identities: Record<(typeof KINDS)[number], Identity>;
const { app } = isolate(systemClock);
beforeAll(async () => {
  world = await createWorld();
  const { client, secretKey } = world.acme;
  const { user, signIn } = await somebody(world.acme);
  const [first] = (await client.apiKeys.list.query({})).items.filter(({ kind }) => kind === "secret");
  const root = (await world.admin.auth.me.query()).user;
  const tenant = { "x-tenant-id": "acme" };
  identities = {
    secret: { headers: { "x-api-key": secretKey }, caller: `secret ${first?.id}` },
    admin: { headers: { authorization: `Bearer ${world.token}`, ...tenant }, caller: `admin ${root.id}` },
    user: { headers: { authorization: `Bearer ${(await signIn()).accessToken}` }, caller: `user ${user.id}` },
    anonymous: { headers: tenant, caller: "anonymous anonymous" },
  };
});

it("there are changes to be repeated", () => {
  expect(changes.length).toBeGreaterThan(50);
});

/**
 * As though each had been made before with some input, and had been answered something that no handler answers, of a shape
 * that it does not have: what is answered now is that, so no handler has run, and not even the input was looked at.
 */
it.each(changes.map(({ path, callers, declaration }) => ({ path, callers, declaration })))(
  "$path is made once",
  async ({ path, callers, declaration }) => {
    const kind = KINDS.find((one) => callers.includes(one)) ?? "anonymous";
    const { headers, caller } = identities[kind];
    const [key, input] = [newKey(), { some: "input" }];
    const objectName = declaration.about === "tenant" ? world.acme.tenant.id : "platform";
    const kept: Promise<unknown>[] = [];
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
    await withIdempotency({ ...deps, defer: (work) => kept.push(work) }, call, async () => ({
      result: 0,
      outcome: { answer },
    }));
    await Promise.all(kept);
    const repeat = await post(path, input, { ...headers, "idempotency-key": key });
    expect([repeat.status, repeat.replayed, repeat.body]).toEqual([200, "true", { result: { data: { json: MARK } } }]);
    // Without the key that input is refused.
    const unkeyed = await post(path, input, headers);
    expect([unkeyed.code, unkeyed.replayed]).toEqual(["invalid_input", null]);
    const other = await post(path, { another: "input" }, { ...headers, "idempotency-key": key });
    expect(other.code).toBe("idempotency_key_reused");
  },
);
