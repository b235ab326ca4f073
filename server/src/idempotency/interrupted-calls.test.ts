import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type clientFor, errorOf } from "../../test/client.ts";
import { ageCalls, idempotentClient, newKey, storedCalls, untilEnded } from "../../test/idempotent-calls.ts";
import { isolate } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { handle } from "../entries/http.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { systemClock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { CallRecords } from "./call-record.ts";

/** Makes replays poll without delays, so that the tests don't wait. */
const NO_PAUSE = async () => {};
const { app: real } = isolate(systemClock);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
type Create = AppDeps["users"]["create"];

/** A new tenant, and isolates with a replaced `users.create`. */
async function tenantWhere(create: (make: Create) => Create, parts: Partial<AppDeps> = {}) {
  const { client, secretKey, tenant } = await createTenant(world.admin, `cut-off-${++tenants}`);
  const make: Create = async (user) => await real.users.create(user);
  const users = Object.assign(Object.create(real.users) as AppDeps["users"], { create: create(make) });
  const key = newKey();
  const at = (more: Partial<AppDeps>) => {
    const own = isolate(systemClock, { ...parts, ...more });
    return idempotentClient(key, { key: secretKey }, own.clientFor as typeof clientFor);
  };
  const countUsers = async () => (await client.users.list.query({})).items.length;
  return { id: tenant.id, first: at({ users }), repeat: at({ pause: NO_PAUSE }), patient: at({}), countUsers };
}

/** A promise that the test resolves. */
function barrier() {
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
const lost = async (): Promise<never> => await Promise.reject(new Error("The result was lost."));

describe("while the first call runs", () => {
  it("a replay waits for its response or gets idempotency_key_in_use, and never makes the call", async () => {
    const { opened, open } = barrier();
    const { first, repeat, patient, countUsers } = await tenantWhere((make) => async (user) => {
      await opened;
      return await make(user);
    });
    const answer = first.users.create.mutate(ANNE);
    const waiting = patient.users.create.mutate(ANNE);
    await scheduler.wait(100);
    const refused = await errorOf(repeat.users.create.mutate(ANNE));
    expect(refused).toMatchObject({
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

  it("a replay gets idempotency_outcome_unknown after a minute", async () => {
    const { opened, open } = barrier();
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

describe("when the client disconnects", () => {
  /** A call that is stopped during its work, and the work that its request defers. */
  async function begin(headers: Record<string, string>) {
    const { opened, open } = barrier();
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

  it("a change with an idempotency key runs to its end", async () => {
    const { open, deferred, answer, countUsers } = await begin({ "idempotency-key": newKey() });
    expect([deferred.length, await countUsers()]).toEqual([1, 0]);
    open();
    await deferred[0];
    expect(await countUsers()).toBe(1);
    await answer;
  });

  it("a change without an idempotency key defers no work", async () => {
    const { open, deferred, answer } = await begin({});
    expect(deferred).toEqual([]);
    open();
    expect((await answer).status).toBe(200);
  });
});

describe("a call that fails", () => {
  it("is never repeated after an unexpected error, because it may have changed something", async () => {
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

  it("runs again in its replay after a retryable error", async () => {
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

  it("returns the same error without running after a final error", async () => {
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

  it("isn't repeated when only its output is invalid", async () => {
    const { id, first, repeat, countUsers } = await tenantWhere((make) => async (user) => {
      const written = await make(user);
      // An invalid output, which is found after the work.
      Object.assign(user.user, { email: 7 });
      return written;
    });
    expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({ code: "internal_error" });
    await untilEnded(id, 1);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_outcome_unknown" });
    expect(await countUsers()).toBe(1);
  });
});

describe("when the tenant's object can't be reached", () => {
  it("for a moment, or a result is lost, the call is made exactly once", async () => {
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

  it("before the call, nothing is done and the call can be retried", async () => {
    const { first, patient, countUsers } = await tenantWhere((make) => make, {});
    const unreachable = records(() => ({ beginCall: lost }));
    const { first: failing, countUsers: countThere } = await tenantWhere((make) => make, { calls: unreachable });
    expect(await errorOf(failing.users.create.mutate(ANNE))).toMatchObject({ code: "internal_error", retryable: true });
    expect(await countThere()).toBe(0);
    expect(await first.users.create.mutate(ANNE)).toEqual(await patient.users.create.mutate(ANNE));
    expect(await countUsers()).toBe(1);
  });

  it("after the call, the client gets its response and a replay idempotency_outcome_unknown", async () => {
    const forgetful = records(() => ({ endCall: lost }));
    const { id, first, repeat, countUsers } = await tenantWhere((make) => make, { calls: forgetful });
    expect((await first.users.create.mutate(ANNE)).user.email).toBe(ANNE.email);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_key_in_use" });
    await ageCalls(id, 61);
    expect(await errorOf(repeat.users.create.mutate(ANNE))).toMatchObject({ code: "idempotency_outcome_unknown" });
    expect(await countUsers()).toBe(1);
  });
});

describe("when a call can't be stored", () => {
  it("calls with an idempotency key are refused, and others are made", async () => {
    const full = records(() => ({ beginCall: async () => ({ state: "full" as const }) }));
    const { first, countUsers } = await tenantWhere((make) => make, { calls: full });
    expect(await errorOf(first.users.create.mutate(ANNE))).toMatchObject({
      code: "rate_limited",
      details: { retryAfterSeconds: 60 },
    });
    expect(await countUsers()).toBe(0);
    await world.acme.client.users.create.mutate(ANNE);
  });

  it("a response that is too large is returned once", async () => {
    const { client, secretKey } = await createTenant(world.admin, "large");
    const model = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
    await client.authz.model.put.mutate({ model });
    const lines = Array.from({ length: 10_000 }, (_, i) => `user,someone,reader,doc,a-document-of-some-length-${i}`);
    const csv = ["subject_type,subject_id,relation,object_type,object_id", ...lines].join("\n");
    await client.authz.graph.import.mutate({ csv });
    const idempotent = idempotentClient(newKey(), { key: secretKey });
    expect((await idempotent.authz.graph.export.mutate({})).csv?.length).toBeGreaterThan(256 * 1024);
    expect(await errorOf(idempotent.authz.graph.export.mutate({}))).toMatchObject({
      code: "idempotency_response_too_large",
      retryable: false,
    });
  });
});
