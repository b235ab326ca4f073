import { env } from "cloudflare:workers";
import { compose } from "../src/compose.ts";
import { handle } from "../src/entries/http.ts";
import type { AppDeps } from "../src/pipeline/deps.ts";
import { readConfig } from "../src/ports/config.ts";
import type { Clock } from "../src/ports/time.ts";
import { clientFor, type Identity } from "./client.ts";

/** A running clock that can be moved ahead. */
export class MovedClock implements Clock {
  private ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }
}

/** A clock that stands still until it is moved, so that the test's duration doesn't matter. */
export class StandingClock implements Clock {
  private time = Date.now();

  now(): Date {
    return new Date(this.time);
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

/** The whole Worker as a fresh isolate, over the real bindings, with its own clock. */
export function isolate(clock: Clock, parts: Partial<AppDeps> = {}, settings: Partial<Env> = {}) {
  const own = { ...env, ...settings };
  const config = readConfig(own);
  if ("problems" in config) throw new Error(config.problems.join());
  const app: AppDeps = { ...compose(own, config, clock), ...parts };
  const fetch = async (url: string, init?: RequestInit) => await handle(app, arriving(url, init));
  return { app, fetch, clientFor: (identity: Identity = {}) => clientFor({ ...identity, fetch }) };
}

/** The request as it arrives over HTTP, with the length of its body. */
export function arriving(url: string, init?: RequestInit): Request {
  const request = new Request(url, init);
  const { body } = init ?? {};
  if (typeof body === "string") request.headers.set("content-length", `${new TextEncoder().encode(body).length}`);
  return request;
}
