import * as fc from "fast-check";
import { beforeAll, expect, inject, it } from "vitest";
import { isolate } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import {
  ABSOLUTE,
  explain,
  IDLE,
  type ModelSession,
  type Operation,
  opened,
  type RefreshOutcome,
} from "../../test/session-model.ts";
import { createTenant, createWorld } from "../../test/world.ts";
import { AuditEntry } from "../audit/entry.ts";
import { resolveCaller } from "../pipeline/resolve-caller.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { openSession } from "../sessions/session.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { refresh } from "./refresh.ts";

const RUNS = inject("long") ? 150 : 20;
const COMMANDS = 30;
const ACCESS_SECONDS = 300;
/** Seconds after its expiry for which an access token is accepted, for clocks that differ. */
const SKEW_SECONDS = 5;
const START = Math.floor(Date.now() / 1000);
const CLIENTS = ["the client that signed in", "another client"].map((userAgent) => ({
  ip: "192.0.2.1",
  location: "",
  userAgent,
  keyId: null,
  mode: "bearer" as const,
  requestId: "req_model",
}));

/** A clock that only commands move. */
const clock = { seconds: START, now: () => new Date(clock.seconds * 1000) };
const emails: string[] = [];
let app: ReturnType<typeof isolate>["app"];
let tenant: Tenant;
let user: UserRow;
beforeAll(async () => {
  const world = await createWorld();
  const created = await createTenant(world.admin, "model");
  await created.client.tenants.settings.update.mutate({ sessionIdleSeconds: IDLE, sessionAbsoluteSeconds: ABSOLUTE });
  const post = async ({ key }: { key: string }) => void emails.push(key);
  const outbox = () => ({ enqueue: post, enqueueDecoy: async () => undefined });
  app = isolate(clock, { outbox }).app;
  const { user: somebodyNew } = await somebody(created);
  const [foundTenant, foundUser] = [await app.tenants.find("model"), await app.auth.findUser(somebodyNew.id)];
  if (foundTenant === undefined || foundUser === undefined) throw new Error("They were just made.");
  [tenant, user] = [foundTenant, foundUser];
});

/** The reference model: every state that agrees with the results so far. */
interface Model {
  states: ModelSession[][];
  /** Time when each session's newest access token was issued. */
  issued: number[];
  /** Sessions that ended because a token was reused. */
  stolen: Set<number>;
}

/** The real sessions: their ids and tokens, by number. */
interface Real {
  sessions: { id: string; refresh: string[]; access: string }[];
}

class Issue implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model, real: Real) {
    const { accessToken, refreshToken } = await openSession(app, tenant, user, CLIENTS[0] ?? never(), {
      factors: { pwd: clock.seconds },
      entry: entry("auth.login"),
    });
    const id = (await app.refreshTokens.sessionOf(refreshToken)) ?? never();
    real.sessions.push({ id, refresh: [refreshToken], access: accessToken });
    model.states = model.states.map((state) => [...state, opened(clock.seconds)]);
    model.issued.push(clock.seconds);
  }
  toString = () => "issue";
}

class Advance implements fc.AsyncCommand<Model, Real> {
  private readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  check = () => true;
  async run() {
    clock.seconds += this.seconds;
  }
  toString = () => `advance(${this.seconds})`;
}

/** `back` counts a session's tokens back from its newest: 0 is the newest, 1 the one before. */
type RequestedOperation =
  | { kind: "refresh"; session: number; back: number; client: 0 | 1 }
  | { kind: "revoke"; session: number };

/** One operation, or several in parallel. */
class Do implements fc.AsyncCommand<Model, Real> {
  private readonly requested: readonly RequestedOperation[];
  constructor(requested: readonly RequestedOperation[]) {
    this.requested = requested;
  }

  check = (model: Readonly<Model>) => (model.states[0]?.length ?? 0) > 0;

  async run(model: Model, real: Real) {
    const operations = this.requested.map((requested) => concrete(requested, real));
    const outcomes = await Promise.all(operations.map((operation) => perform(operation, real)));
    const states = explain(model.states, operations, outcomes, clock.seconds);
    expect(states, `${JSON.stringify(operations)} at once: ${outcomes.join(", ")}`).not.toEqual([]);
    model.states = states;
    operations.forEach(({ session }, i) => {
      if (typeof outcomes[i] === "number") model.issued[session] = clock.seconds;
      if (outcomes[i] === "refresh_token_reused") model.stolen.add(session);
    });
  }
  toString = () => this.requested.map((requested) => JSON.stringify(requested)).join(" | ");
}

/** Verifies the newest access token of a session. */
class Use implements fc.AsyncCommand<Model, Real> {
  private readonly session: number;
  constructor(session: number) {
    this.session = session;
  }

  check = (model: Readonly<Model>) => (model.states[0]?.length ?? 0) > 0;

  async run(model: Model, real: Real) {
    const number = this.session % real.sessions.length;
    const possible = model.states.map((state) => expected(state[number] ?? never(), model.issued[number] ?? 0));
    const token = real.sessions[number]?.access;
    const bearer = { address: "192.0.2.1", origin: undefined, requestedOrigin: "http://auth.test" };
    const credentials = { key: undefined, token, tenant: undefined, host: "auth.test", bearer };
    expect(possible).toContain(await codeOf(resolveCaller(app, credentials, undefined, app.credentialStatus.current)));
  }
  toString = () => `use(${this.session})`;
}

it("rule 42: sessions, their tokens and time agree with the reference model, one by one and in parallel", async () => {
  const session = fc.nat(3);
  const client = fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const);
  const back = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 5);
  const requested: fc.Arbitrary<RequestedOperation> = fc.oneof(
    { weight: 9, arbitrary: fc.record({ kind: fc.constant("refresh" as const), session, back, client }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke" as const), session }) },
  );
  const commands = fc.commands(
    [
      fc.constant(new Issue()),
      requested.map((one) => new Do([one])),
      fc.array(requested, { minLength: 2, maxLength: 5 }).map((several) => new Do(several)),
      fc.constantFrom(1, 9, 10, 11, 60, IDLE - 1, IDLE).map((seconds) => new Advance(seconds)),
      session.map((number) => new Use(number)),
    ],
    { maxCommands: COMMANDS },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      emails.length = 0;
      const model: Model = { states: [[]], issued: [], stolen: new Set() };
      const real: Real = { sessions: [] };
      await fc.asyncModelRun(() => ({ model, real }), [new Issue(), ...sequence]);
      const emailKeyOf = (number: number) => `session_stolen ${real.sessions[number]?.id}`;
      expect(emails).toEqual(expect.arrayContaining([...model.stolen].map(emailKeyOf)));
      // No email goes to a user whose session continues.
      const goesOn = (number: number) => model.states.some((state) => !state[number]?.ended);
      const alive = real.sessions.map((_, number) => number).filter(goesOn);
      expect(emails.filter((key) => alive.map(emailKeyOf).includes(key))).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

function concrete(requested: RequestedOperation, { sessions }: Real): Operation {
  const session = requested.session % sessions.length;
  if (requested.kind === "revoke") return { kind: "revoke", session };
  const newest = (sessions[session]?.refresh.length ?? 1) - 1;
  return { kind: "refresh", session, token: Math.max(0, newest - requested.back), client: requested.client };
}

function entry(event: string): AuditEntry {
  return new AuditEntry(app.clock, { tenantId: tenant.id, event, actor: "anonymous", ip: "", requestId: "" });
}

/** Performs the operation on the real service. Returns the number of the token: one that the session had, or the next. */
async function perform(operation: Operation, { sessions }: Real): Promise<RefreshOutcome> {
  const session = sessions[operation.session] ?? never();
  if (operation.kind === "revoke") {
    await endSessionsOf(app, tenant.id, { session: session.id }, "revoked");
    return "revoked";
  }
  try {
    const client = CLIENTS[operation.client] ?? never();
    const tokens = await refresh(
      app,
      tenant,
      { ...client, entry: entry("auth.refresh") },
      session.refresh[operation.token] ?? "",
    );
    session.access = tokens.accessToken;
    if (!session.refresh.includes(tokens.refreshToken)) session.refresh.push(tokens.refreshToken);
    return session.refresh.indexOf(tokens.refreshToken);
  } catch (error) {
    // The model's outcomes are some of the codes; the model refuses any other.
    if (error instanceof AppError) return error.code as RefreshOutcome;
    throw error;
  }
}

/** The expected result of a call with the session's newest access token. */
function expected({ ended, idleEnd, end }: ModelSession, issued: number): string {
  const until = Math.min(issued + ACCESS_SECONDS, idleEnd, end);
  if (clock.seconds >= until + SKEW_SECONDS) return "token_expired";
  return ended ? "session_ended" : "ok";
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    return error instanceof AppError ? error.code : `${error}`;
  }
}

function never(): never {
  throw new Error("The test itself is wrong.");
}
