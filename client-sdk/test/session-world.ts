import { afterEach, beforeEach, vi } from "vitest";
import { FakeBrowser, type Tab } from "./fake-browser.ts";
import { FakeService } from "./fake-service.ts";

export const ANNE = { email: "anne", password: "right" };
export const BOB = { email: "bob", password: "right" };
export const HOUR = 3600;

/** The service and the browser of the running test. */
export let service: FakeService;
export let browser: FakeBrowser;

/** Gives each test of a file a service and a browser of its own, on fake timers. */
export function useSessionWorld(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    service = new FakeService();
    browser = new FakeBrowser(service);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}

export async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

/** The result of a call or its error code, after at most half a minute. */
export async function outcome<T>(call: Promise<T>): Promise<T | string> {
  const done = call.catch((error) => `${error.code ?? error}`);
  await pass(30);
  return await done;
}

export function rotations(): number {
  return service.sessions.flatMap(({ refreshTokens }) => refreshTokens.slice(1)).length;
}

export function shows(): string[] {
  return browser.tabs.map((tab) => tab.shows);
}

export function me(tab: Tab) {
  return tab.session.client.auth.me();
}

export const MODES = {
  "bearer, in memory": () => ({ mode: "bearer" }) as const,
  "bearer, in storage": () => ({ mode: "bearer", storage: browser.localStorage }) as const,
  cookie: () => ({ mode: "cookie" }) as const,
};

export async function openTabs(mode: keyof typeof MODES, count: number): Promise<Tab[]> {
  const tabs = Array.from({ length: count }, () => browser.open(MODES[mode]()));
  await pass(1);
  return tabs;
}
