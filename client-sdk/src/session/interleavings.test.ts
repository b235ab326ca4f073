import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { FakeBrowser, type Fate, type Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS, FakeService } from "../../test/fake-service.ts";

const TABS = 4;
const RUNS = inject("long") ? 60 : 20;
const AWAKE_MS = 150;
const QUIET_MS = 60_000;

declare module "vitest" {
  interface ProvidedContext {
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}

/** What happens at a tab, or around it, and how long until the next thing does. */
interface Step {
  readonly kind:
    | "call"
    | "calls"
    | "refresh"
    | "freeze"
    | "thaw"
    | "wake"
    | "reload"
    | "rename"
    | "login"
    | "logout"
    | "revoke";
  readonly tab: number;
  readonly person: string;
  readonly thenMs: number;
  /** Of the requests from now on, in turn. */
  readonly fates: readonly Fate[];
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const fate = fc.constantFrom<Fate>("ok", "ok", "ok", "twice", "offline", "answer lost", "503", "portal");
const thenMs = fc.oneof(
  { weight: 5, arbitrary: fc.nat(250) },
  { weight: 2, arbitrary: fc.integer({ min: 1000, max: 30_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: ACCESS_SECONDS * 1000 - 31_000, max: ACCESS_SECONDS * 3000 }) },
);
const step = (...kinds: Step["kind"][]): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    tab: fc.nat(TABS - 1),
    person: fc.constantFrom("anne", "bob"),
    thenMs,
    fates: fc.array(fate, { minLength: 1, maxLength: 6 }),
  });
const quiet: readonly Step["kind"][] = [
  "call",
  "call",
  "calls",
  "calls",
  "refresh",
  "freeze",
  "thaw",
  "wake",
  "rename",
];

/** A browser at whose network and channels everything happens that can, decided by what is drawn. */
class World {
  readonly service = new FakeService();
  readonly browser = new FakeBrowser(this.service);
  readonly options;
  #fates: readonly Fate[] = ["ok"];
  #requests = 0;
  #opened = 0;

  constructor(mode: "memory" | "storage" | "cookie", jitter: readonly number[]) {
    const { browser } = this;
    this.options =
      mode === "cookie"
        ? ({ mode } as const)
        : ({ mode: "bearer", ...(mode === "storage" && { storage: browser.localStorage }) } as const);
    let turn = 0;
    const next = () => jitter[turn++ % jitter.length] ?? 0;
    browser.fate = () => this.#fates[this.#requests++ % this.#fates.length] ?? "ok";
    browser.wireMs = () => next() * 8;
    browser.messageMs = () => next();
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const one of steps) {
      this.#fates = one.fates;
      this.#do(one);
      await vi.advanceTimersByTimeAsync(one.thenMs);
    }
  }

  /** Every tab is awake, and what is still wanted of the network comes through. */
  async quiet(): Promise<void> {
    this.#fates = ["ok"];
    await vi.advanceTimersByTimeAsync(AWAKE_MS);
    for (const tab of this.browser.tabs) tab.thaw();
    await vi.advanceTimersByTimeAsync(QUIET_MS);
  }

  /** And every tab is used. */
  async settle(): Promise<void> {
    await this.quiet();
    for (let round = 0; round < 2; round++) {
      const calls = this.browser.tabs.map((tab) => tab.session.client.auth.me().catch(() => {}));
      await vi.advanceTimersByTimeAsync(QUIET_MS);
      await Promise.all(calls);
    }
  }

  tab(number: number): Tab {
    const tab = this.browser.tabs[number % this.browser.tabs.length];
    if (tab === undefined) throw new Error("There are always tabs.");
    return tab;
  }

  async open(): Promise<void> {
    for (let i = 0; i < TABS; i++) this.#openTab();
    await vi.advanceTimersByTimeAsync(1000);
  }

  async login(tab: Tab, email: string): Promise<void> {
    const signingIn = tab.session.login({ email, password: "right" }).catch(() => {});
    await vi.advanceTimersByTimeAsync(1000);
    await signingIn;
  }

  #do({ kind, tab: number, person }: Step): void {
    const tab = this.tab(number);
    const { session } = tab;
    /** A frozen tab does nothing before it is thawed. */
    const act = (at: Tab, call: () => Promise<unknown>) => at.later(() => void call().catch(() => {}));
    if (kind === "call") act(tab, session.accessToken);
    if (kind === "calls") for (const each of this.browser.tabs) act(each, () => each.session.client.auth.me());
    if (kind === "refresh") act(tab, session.refresh);
    // What it was waiting for itself is over by then.
    if (kind === "freeze") setTimeout(() => tab.freeze(), AWAKE_MS);
    if (kind === "thaw") tab.thaw();
    if (kind === "wake") tab.later(() => tab.fire("visibilitychange"));
    if (kind === "rename") act(tab, () => session.client.auth.account.update({ name: `${this.#requests}` }));
    if (kind === "login") act(tab, () => session.login({ email: person, password: "right" }));
    if (kind === "logout") act(tab, () => session.logout());
    if (kind === "revoke") for (const { sid } of this.service.alive) this.service.end(sid, "revoked");
    if (kind === "reload") {
      this.browser.close(tab);
      this.#openTab();
    }
  }

  /** Every other tab is of a deployment that has the key's successor. */
  #openTab(): void {
    const key = this.#opened++ % 2 === 0 ? "pk_live_x_AAAAAA" : "pk_live_y_BBBBBB";
    this.browser.open({ ...this.options, key });
  }

  get shown(): string[] {
    return [...new Set(this.browser.tabs.map(({ shows }) => shows))];
  }
}

/**
 * A cookie that came late is put right within the service's ten seconds of grace, unless nothing at all comes through in that
 * time: then the browser is left with a token that has been used, and nobody can tell it from a stolen one.
 */
function notForGood(one: Step): Step {
  return { ...one, fates: [...one.fates, "ok"] };
}

const jitter = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 5, maxLength: 12 });
const modes = ["memory", "storage", "cookie"] as const;

describe.each(modes)("%s: with any interleaving of requests, responses, messages and tabs,", (mode) => {
  const kinds = mode === "memory" ? quiet : [...quiet, "reload" as const];

  it("no tab is signed out, and there is one session", async () => {
    const steps = fc.array(step(...kinds), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, jitter, async (sequence, delays) => {
        const world = new World(mode, delays);
        await world.open();
        await world.login(world.tab(0), "anne");
        await world.run(mode === "cookie" ? sequence.map(notForGood) : sequence);
        expect(world.shown.filter((shown) => shown !== "anne" && shown !== "loading")).toEqual([]);
        await world.settle();
        expect(world.shown).toEqual(["anne"]);
        expect(world.service.sessions.map(({ endedBy }) => endedBy)).toEqual([undefined]);
        const names = new Set(world.browser.tabs.map(({ session }) => session.user?.name));
        expect(names.size).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });

  it("all tabs agree in the end on the signed-in user and the one live session", async () => {
    // Of a sign-in or sign-out whose answer is lost nobody here knows; those go through, and all else is as above.
    const all = [...kinds, "login", "login", "logout", "revoke"] as const;
    const steps = fc
      .array(step(...all), { minLength: 1, maxLength: 20 })
      .map((sequence) =>
        sequence.map((one) =>
          one.kind === "login" || one.kind === "logout" ? { ...one, fates: ["ok" as const] } : one,
        ),
      );
    await fc.assert(
      fc.asyncProperty(steps, jitter, async (sequence, delays) => {
        const world = new World(mode, delays);
        await world.open();
        await world.login(world.tab(0), "anne");
        for (const one of sequence) {
          const begins = one.kind === "login" || one.kind === "logout";
          // A cookie that is late takes the place of a newer one: that is the browser's, and no page can help it.
          if (begins) await world.quiet();
          const next = mode === "cookie" ? notForGood(one) : one;
          await world.run([begins ? { ...one, thenMs: QUIET_MS } : next]);
        }
        await world.settle();
        expect(world.shown).toHaveLength(1);
        const { alive, sessions } = world.service;
        expect(sessions.filter(({ endedBy }) => endedBy === "reuse")).toEqual([]);
        const [shown] = world.shown;
        expect(alive.map(({ user }) => user.email)).toEqual(shown === "signed-out" ? [] : [shown]);
      }),
      { numRuns: RUNS },
    );
  });
});

it("concurrent sign-ins and sign-outs in bearer tabs leave at most one session, and all tabs agree", async () => {
  const steps = fc.array(
    step("login", "logout", "refresh", "calls", "freeze", "thaw").map((one) => ({
      ...one,
      thenMs: one.thenMs % 400,
      fates: ["ok" as const],
    })),
    { minLength: 2, maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(
      steps,
      jitter,
      fc.constantFrom("memory" as const, "storage" as const),
      async (sequence, delays, mode) => {
        const world = new World(mode, delays);
        await world.open();
        await world.run(sequence);
        await world.settle();
        expect(world.shown).toHaveLength(1);
        const [shown] = world.shown;
        expect(world.service.sessions.filter(({ endedBy }) => endedBy === "reuse")).toEqual([]);
        expect(world.service.alive.map(({ user }) => user.email)).toEqual(shown === "signed-out" ? [] : [shown]);
      },
    ),
    { numRuns: RUNS },
  );
});
