import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type clientFor, errorOf } from "../../test/client.ts";
import { ageCalls, keyedClient, newKey, storedCalls, untilEnded } from "../../test/keyed.ts";
import { isolate } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { handle } from "../entries/http.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { systemClock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { CallRecords } from "./call-record.ts";

/** A repeat does not wait, so that the tests do not either. */
const AT_ONCE = async () => {};
const { app: real } = isolate(systemClock);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
type Create = AppDeps["users"]["create"];

/** A tenant of its own, and isolates in which making a user goes as it is told to. */
async function tenantWhere(create: (make: Create) => Create, parts: Partial<AppDeps> = {}) {
  const { client, secretKey, tenant } = await createTenant(world.admin, `cut-off-${++tenants}`);
  const make: Create = async (user) => await real.users.create(user);
  const users = Object.assign(Object.create(real.users) as AppDeps["users"], { create: create(make) });
  const key = newKey();
  const at = (more: Partial<AppDeps>) => {
    const own = isolate(systemClock, { ...parts, ...more });
    return keyedClient(key, { key: secretKey }, own.clientFor as typeof clientFor);
  };
  const countUsers = async () => (await client.users.list.query({})).items.length;
  return { id: tenant.id, first: at({ users }), repeat: at({ pause: AT_ONCE }), patient: at({}), countUsers };
}

/** Something that others wait for. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const ANNE = { email: "anne@example.com" };
const state = (id: string) => env.TENANT_STATE.getByName(id);
const records = (more: (own: CallRecords) => Partial<CallRecords>) => (id: string) => {
  const own: CallRecords = {
    beginCall: async (call) => await state(id).beginCall(call),
    endCall: async (call, end) => await state(id).endCall(call, end),
    releaseCall: async (call) => await state(id).releaseCall(call),
  };
  return { ...own, ...more(own) };
};
const lost = async (): Promise<never> => await Promise.reject(new Error("The answer was lost."));

describe("while the first call runs", () => {
  it("a repeat is told so, or waits for its answer, and never makes the call", async () => {
    const { opened, open } = gate();
    const { first, repeat, patient, countUsers } = await tenantWhere((make) => async (user) => {
      await opened;
      return await make(user);
    });
    const answer = first.users.create.mutate(ANNE);
    const waiting = patient.users.create.mutate(ANNE);
    await scheduler.wait(100);
    const told = await errorOf(repeat.users.create.mutate(ANNE));
    expect(told).toMatchObject({
      code: "idempotency_key_in_use",
      httpStatus: 409,
      retryable: true,
      details: { retryAfterSeconds: 1, requestId: expect.stringMatching(/^req_/) },
    });
    expect(await errorOf(repeat.users.create.mutate({ email: "other@example.com" }))).toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(await countUsers()).toBe(0);
    open();
    expect(await waiting).toEqual(await answer);
    expect(await patient.users.create.mutate(ANNE)).toEqual(await answer);
    expect(await countUsers()).toBe(1);
  });

  it("for longer than any does, nobody knows how it ends, and a repeat is told to look", async () => {
    const { opened, open } = gate();
    const { id, first, repeat, countUsers } = await tenantWhere((make) => async (user) => {
      await opened;
      return await make(user);
    });
    const answer = first.users.create.mutate(ANNE);
    while ((await storedCalls(id)).length === 0) await scheduler.wait(5);
    await ageCalls(id, 61);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({
      code: "idempotency_outcome_unknown",
      httpStatus: 409,
      retryable: false,
    });
    expect(await countUsers()).toBe(0);
    open();
    await answer;
    await untilEnded(id, 1);
    expect(await repeat.users.create.mutate(ANNE)).toEqual(await answer);
  });
});

describe("when the client goes away", () => {
  /** A call that waits in the midst of its work, and what is to be done though nobody waits for the answer. */
  async function begin(headers: Record<string, string>) {
    const { opened, open } = gate();
    const { secretKey, client } = await createTenant(world.admin, `cut-off-${++tenants}`);
    const users = Object.assign(Object.create(real.users) as AppDeps["users"], {
      create: async (user: Parameters<Create>[0]) => {
        await opened;
        return await real.users.create(user);
      },
    });
    const all = { "content-type": "application/json", "x-api-key": secretKey, ...headers };
    const init = { method: "POST", headers: all, body: JSON.stringify({ json: ANNE }) };
    const deferred: Promise<unknown>[] = [];
    const request = new Request("http://auth.test/trpc/users.create", init);
    const answer = handle(isolate(systemClock, { users }).app, request, (work) => deferred.push(work));
    await scheduler.wait(50);
    return { open, deferred, answer, countUsers: async () => (await client.users.list.query({})).items.length };
  }

  it("a change with a key goes on to its end", async () => {
    const { open, deferred, answer, countUsers } = await begin({ "idempotency-key": newKey() });
    expect([deferred.length, await countUsers()]).toEqual([1, 0]);
    open();
    await deferred[0];
    expect(await countUsers()).toBe(1);
    await answer;
  });

  it("one without is as ever", async () => {
    const { open, deferred, answer } = await begin({});
    expect(deferred).toEqual([]);
    open();
    expect((await answer).status).toBe(200);
  });
});

describe("a call that goes wrong", () => {
  it("in a way that nobody expected may have changed something, so it is never made again", async () => {
    const { id, first, repeat, countUsers } = await tenantWhere((make) => async (user) => {
      await make(user);
      throw new Error("The database went away.");
    });
    const failure = await errorOf(first.users.create.mutate(ANNE));
    expect(failure).toMatchObject({ code: "internal_error", httpStatus: 500 });
    await untilEnded(id, 1);
    for (let i = 0; i < 2; i++) {
      expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({
        code: "idempotency_outcome_unknown",
        retryable: false,
        details: { requestId: failure.requestId },
      });
    }
    expect(await countUsers()).toBe(1);
  });

  it("and may be tried again is made again by its repeat", async () => {
    let tries = 0;
    const { first, countUsers } = await tenantWhere((make) => async (user) => {
      if (++tries === 1) throw new AppError("busy", { retryAfterSeconds: 1 });
      return await make(user);
    });
    expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({ code: "busy", retryable: true });
    const answer = await first.users.create.mutate(ANNE);
    expect(await first.users.create.mutate(ANNE)).toEqual(answer);
    expect([tries, await countUsers()]).toEqual([2, 1]);
  });

  it("and will again is refused again without being tried", async () => {
    let tries = 0;
    const { first } = await tenantWhere(() => async () => {
      tries++;
      return { conflict: "email", userId: "usr_other" };
    });
    for (let i = 0; i < 3; i++) {
      expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({ code: "email_taken" });
    }
    expect(tries).toBe(1);
  });

  it("in what it answers was made, so it is not made again", async () => {
    const { id, first, repeat, countUsers } = await tenantWhere((make) => async (user) => {
      const written = await make(user);
      // Of the wrong shape, which is seen when all is done.
      Object.assign(user.user, { email: 7 });
      return written;
    });
    expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({ code: "internal_error" });
    await untilEnded(id, 1);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_outcome_unknown" });
    expect(await countUsers()).toBe(1);
  });
});

describe("where the tenant's object is not reached", () => {
  it("for a moment, or its answer is lost, the call is made once all the same", async () => {
    let calls = 0;
    const flaky = records((own) => ({
      beginCall: async (call) => {
        const begun = await own.beginCall(call);
        return ++calls % 2 === 1 ? await lost() : begun;
      },
      endCall: async (call, end) => {
        await own.endCall(call, end);
        if (++calls % 2 === 1) await lost();
      },
    }));
    const { first, countUsers } = await tenantWhere((make) => make, { calls: flaky });
    const answer = await first.users.create.mutate(ANNE);
    expect(await first.users.create.mutate(ANNE)).toEqual(answer);
    expect(await countUsers()).toBe(1);
  });

  it("before it, nothing is done, and it may be tried again", async () => {
    const { first, patient, countUsers } = await tenantWhere((make) => make, {});
    const unreachable = records(() => ({ beginCall: lost }));
    const { first: failing, countUsers: countThere } = await tenantWhere((make) => make, { calls: unreachable });
    expect(await errorOf(failing.users.create.mutate(ANNE))).toMatchObject({ code: "internal_error", retryable: true });
    expect(await countThere()).toBe(0);
    expect(await first.users.create.mutate(ANNE)).toEqual(await patient.users.create.mutate(ANNE));
    expect(await countUsers()).toBe(1);
  });

  it("after it, the client has its answer, and a repeat is told that the outcome is unknown", async () => {
    const forgetful = records(() => ({ endCall: lost }));
    const { id, first, repeat, countUsers } = await tenantWhere((make) => make, { calls: forgetful });
    expect((await first.users.create.mutate(ANNE)).user.email).toBe(ANNE.email);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_key_in_use" });
    await ageCalls(id, 61);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_outcome_unknown" });
    expect(await countUsers()).toBe(1);
  });
});

describe("where no more calls are kept", () => {
  it("no call is made with a key, and those without one are as ever", async () => {
    const full = records(() => ({ beginCall: async () => ({ state: "full" as const }) }));
    const { first, countUsers } = await tenantWhere((make) => make, { calls: full });
    expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({
      code: "rate_limited",
      details: { retryAfterSeconds: 60 },
    });
    expect(await countUsers()).toBe(0);
    await world.acme.client.users.create.mutate(ANNE);
  });

  it("an answer that is too large is given once", async () => {
    const { client, secretKey } = await createTenant(world.admin, "large");
    const model = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
    await client.authz.model.put.mutate({ model });
    const lines = Array.from({ length: 10_000 }, (_, i) => `user,someone,reader,doc,a-document-of-some-length-${i}`);
    const csv = ["subject_type,subject_id,relation,object_type,object_id", ...lines].join("\n");
    await client.authz.graph.import.mutate({ csv });
    const keyed = keyedClient(newKey(), { key: secretKey });
    expect((await keyed.authz.graph.export.mutate({})).csv?.length).toBeGreaterThan(256 * 1024);
    expect(await errorOf(keyed.authz.graph.export.mutate({}))).toMatchObject({
      code: "idempotency_response_too_large",
      retryable: false,
    });
  });
});
