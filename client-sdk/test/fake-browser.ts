import { vi } from "vitest";
import { createSession } from "../src/session/browser-session.ts";
import type { BrowserSession, SessionOptions } from "../src/session/session.ts";
import type { FakeService } from "./fake-service.ts";

export type Fate = "ok" | "offline" | "answer lost" | "twice" | "503" | "portal";

const DEFAULT_MESSAGE_MS = 5;
const DEFAULT_WIRE_MS = 20;

/** A browser with its tabs: they share cookies, storage and channels. Time is that of vitest's fake timers. */
export class FakeBrowser {
  readonly service: FakeService;
  readonly tabs: Tab[] = [];
  readonly stored = new Map<string, string>();
  cookie: string | undefined;
  /** What becomes of the next request, and how long it takes each way. */
  fate: () => Fate = () => "ok";
  wireMs: () => number = () => DEFAULT_WIRE_MS;
  messageMs: () => number = () => DEFAULT_MESSAGE_MS;
  /** What any other server answers. */
  api: () => Response = () => new Response();
  readonly localStorage = {
    getItem: (name: string) => this.stored.get(name) ?? null,
    setItem: (name: string, value: string) => void this.stored.set(name, value),
  };

  constructor(service: FakeService) {
    this.service = service;
  }

  open(options: Partial<SessionOptions> = {}): Tab {
    const tab = new Tab(this, options);
    this.tabs.push(tab);
    return tab;
  }

  close(tab: Tab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    tab.close();
  }
}

export class Tab {
  readonly session: BrowserSession;
  /** What the page was shown, in order. */
  readonly shown: string[] = [];
  readonly channels = new Set<FakeChannel>();
  readonly handlers: { readonly event: string; readonly run: () => void }[] = [];
  readonly document = { visibilityState: "visible" };
  readonly #browser: FakeBrowser;
  #isFrozen = false;
  #isClosed = false;
  /** What has to wait until the tab is thawed. */
  #deferred: (() => void)[] = [];

  constructor(browser: FakeBrowser, options: Partial<SessionOptions>) {
    this.#browser = browser;
    const tab = this;
    vi.stubGlobal("document", this.document);
    vi.stubGlobal("localStorage", browser.localStorage);
    vi.stubGlobal(
      "BroadcastChannel",
      class extends FakeChannel {
        constructor(name: string) {
          super(name, tab, browser);
        }
      },
    );
    vi.stubGlobal("addEventListener", (event: string, run: () => void, { signal }: { signal: AbortSignal }) => {
      const handler = { event, run };
      this.handlers.push(handler);
      signal.addEventListener("abort", () => this.handlers.splice(this.handlers.indexOf(handler), 1));
    });
    const key = "pk_live_x";
    this.session = createSession({ url: "https://auth.example", key, fetch: this.#fetch, apiOrigins: [], ...options });
    this.session.subscribe(({ state, user }) => this.shown.push(user?.email ?? state));
  }

  /** As the tab has it now. */
  get shows(): string {
    return this.session.user?.email ?? this.session.state;
  }

  /** From now on neither messages nor answers reach it. Its timers go on, so it should have none. */
  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const run of this.#deferred.splice(0)) run();
  }

  close(): void {
    this.#isClosed = true;
    this.#deferred = [];
    for (const channel of this.channels) channel.close();
  }

  fire(event: string): void {
    for (const handler of [...this.handlers]) if (handler.event === event) handler.run();
  }

  /** Does it now, or when the tab is thawed; never in one that is closed. */
  later(run: () => void): void {
    if (this.#isClosed) return;
    if (this.#isFrozen) this.#deferred.push(run);
    else run();
  }

  #fetch: typeof fetch = async (input, init) => {
    // A page that is gone does nothing, though its timers go on here.
    if (this.#isClosed) return await new Promise(() => {});
    const browser = this.#browser;
    if (input instanceof Request) return browser.api();
    const headers = new Headers(init?.headers);
    const [fate, there, back] = [browser.fate(), browser.wireMs(), browser.wireMs()];
    const token = headers.get("authorization")?.slice("Bearer ".length);
    const sent = {
      path: `${input}`.split("/trpc/")[1] ?? "",
      token,
      key: headers.get("x-api-key") ?? undefined,
      idempotencyKey: headers.get("idempotency-key") ?? undefined,
      input: JSON.parse(`${init?.body}`).json ?? {},
      cookie: init?.credentials === "include" ? browser.cookie : undefined,
    };
    await wait(there);
    if (fate === "offline") return await this.#never();
    if (fate === "503") return await this.#arrive(back, () => new Response("busy", { status: 503 }));
    if (fate === "portal") return await this.#arrive(back, () => new Response("<html>Pay for the network!"));
    const answer = browser.service.answer(sent);
    if (fate === "twice") browser.service.answer(sent);
    if (fate === "answer lost") {
      await wait(back);
      return await this.#never();
    }
    const keep = () => {
      // The browser does that, also for a page that is frozen.
      if (answer.cookie !== undefined && init?.credentials === "include") browser.cookie = answer.cookie || undefined;
    };
    return await this.#arrive(back, () => Response.json(answer.body, { status: answer.status }), keep);
  };

  async #arrive(afterMs: number, make: () => Response, first = () => {}): Promise<Response> {
    await wait(afterMs);
    first();
    return await new Promise((resolve) => this.later(() => resolve(make())));
  }

  async #never(): Promise<never> {
    return await new Promise((_, reject) => this.later(() => reject(new TypeError("Failed to fetch"))));
  }
}

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly #name: string;
  readonly #tab: Tab;
  readonly #browser: FakeBrowser;

  constructor(name: string, tab: Tab, browser: FakeBrowser) {
    this.#name = name;
    this.#tab = tab;
    this.#browser = browser;
    tab.channels.add(this);
  }

  postMessage(data: unknown): void {
    const copy = structuredClone(data);
    for (const tab of this.#browser.tabs) {
      for (const channel of tab.channels) {
        if (channel === this || channel.#name !== this.#name) continue;
        setTimeout(() => tab.later(() => channel.onmessage?.({ data: copy })), this.#browser.messageMs());
      }
    }
  }

  close(): void {
    this.#tab.channels.delete(this);
    this.onmessage = null;
  }
}

async function wait(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
