import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../src/paths.ts";
import { PATIENCE_SECONDS, startTestStack, type TestStack } from "./test-stack.ts";

/** Receives every span while a request runs, and hands out what it has received. */
const TAIL = `
const events = [];
export default {
  // Numbers of the platform's own attributes are bigints.
  fetch: () => new Response(JSON.stringify(events.splice(0), (_, value) => (typeof value === "bigint" ? Number(value) : value))),
  tailStream(onset) {
    events.push(onset);
    return (event) => void events.push(event);
  },
}`;

interface TailEvent {
  readonly invocationId: string;
  readonly spanContext: { readonly traceId: string; readonly spanId?: string };
  readonly event: { readonly type: string; readonly name?: string; readonly spanId?: string; readonly info?: unknown };
}

interface Procedure {
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly caller: readonly string[];
}
const { procedures }: { procedures: Procedure[] } = JSON.parse(
  readFileSync(join(ROOT, "client-sdk/src/generated/contract.json"), "utf8"),
);

const PERSON = { email: "traced-person@example.com", password: "the ninth purple armchair" };
/** Until a trace has arrived: no verdict depends on how busy the machine is. */
const WAITING = { timeout: PATIENCE_SECONDS * 1000, interval: 50 };
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

let stack: TestStack;
let secrets: Record<string, string>;
beforeAll(async () => {
  const neighbour = () => ({
    name: "tail",
    modules: [{ type: "ESModule" as const, path: "tail.js", contents: TAIL }],
    modulesRoot: "/",
    compatibilityDate: "2026-11-01",
    compatibilityFlags: ["experimental", "streaming_tail_worker"],
  });
  stack = await startTestStack({ neighbour, tails: ["tail"] });
  const { tenant } = stack;
  const browser = sdk.createClient({ url: stack.url, key: tenant.publishableKey });
  await browser.auth.register(PERSON);
  const user = await browser.auth.login(PERSON);
  const admin = await sdk.createClient({ url: stack.url, tenant: "platform" }).auth.login(tenant.admin);
  secrets = {
    password: PERSON.password,
    email: PERSON.email,
    secretKey: tenant.secretKey,
    accessToken: user.accessToken,
    refreshToken: user.refreshToken,
    adminToken: admin.accessToken,
    ...Object.fromEntries(Object.entries(stack.secrets).map(([name, value]) => [name, `${value}`])),
  };
});
afterAll(async () => await stack?.stop());

/** All events that have arrived, in their order. */
const arrived: TailEvent[] = [];

async function receive(): Promise<void> {
  const more: TailEvent[] = await (await fetch(stack.neighbourUrl ?? "")).json();
  arrived.push(...more);
}

/**
 * The events of the last trace that has a span of each of these names, once all its invocations have ended. Events of a request
 * arrive after its response, and those of earlier requests and of alarms between them. Only those from `since` on count.
 */
async function traceWith(names: readonly string[], since = 0): Promise<TailEvent[]> {
  return await vi.waitFor(async () => {
    await receive();
    const traces = Map.groupBy(arrived.slice(since), ({ spanContext }) => spanContext.traceId);
    const found = [...traces.values()].findLast((trace) => names.every((name) => spanNames(trace).includes(name)));
    if (found === undefined) throw new Error(`No trace has the spans ${names.join(", ")}.`);
    const ended = new Set(found.filter(({ event }) => event.type === "outcome").map((each) => each.invocationId));
    if (found.some(({ invocationId }) => !ended.has(invocationId))) throw new Error("The trace goes on.");
    return found;
  }, WAITING);
}

const spanNames = (events: readonly TailEvent[]) =>
  events.flatMap(({ event }) => (event.type === "spanOpen" ? [event.name] : []));

/** The attributes of the first span with this name. */
function attributesOf(events: readonly TailEvent[], name: string): Record<string, unknown> {
  const opened = events.find(({ event }) => event.type === "spanOpen" && event.name === name);
  const own = events.filter(
    ({ event, spanContext }) => event.type === "attributes" && spanContext.spanId === opened?.event.spanId,
  );
  const all = own.flatMap(({ event }) => event.info as { name: string; value: unknown }[]);
  return Object.fromEntries(all.map((attribute) => [attribute.name, attribute.value]));
}

function headersOf(caller: readonly string[]): Record<string, string> {
  const { tenant } = stack;
  if (caller.includes("secret")) return { "x-api-key": tenant.secretKey };
  if (caller.includes("user")) return { authorization: `Bearer ${secrets.accessToken}` };
  if (caller.includes("anonymous")) return { "x-tenant-id": tenant.id };
  return { authorization: `Bearer ${secrets.adminToken}` };
}

async function call(path: string, headers: Record<string, string>, input: unknown = {}): Promise<Response> {
  const body = JSON.stringify({ json: input });
  return await fetch(`${stack.url}/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

describe("a trace", () => {
  it("has a span of each procedure, with the outcome", async () => {
    // Logging out ends the session that others use.
    const ordered = procedures.toSorted(
      (a, b) => Number(/logout|delete|endAll/.test(a.path)) - Number(/logout|delete|endAll/.test(b.path)),
    );
    // A fresh sign-in deletes its account without a password.
    const refused = { "auth.account.delete": { password: "not the password" } } as Record<string, object>;
    for (const { path, caller } of ordered) await call(path, headersOf(caller), refused[path]);
    for (const { path } of procedures) {
      expect(attributesOf(await traceWith([path]), path), path).toMatchObject({
        "cf_auth.outcome": expect.stringMatching(/^[a-z_]+$/),
        "cf_auth.caller.kind": expect.any(String),
      });
    }
  });

  it("goes on in the objects, with spans of statements, of calls and of the engine", async () => {
    const check = { subject: "user:anne", relation: "read", object: "repo:kubernetes" };
    await call("authz.check", { "x-api-key": stack.tenant.secretKey }, check);
    const trace = await traceWith(["authz.check", "jsRpcCall", "engine check"]);
    expect(attributesOf(trace, "engine check")).toMatchObject({ "cf_auth.query.kind": "check" });
    const since = arrived.length;
    await call("auth.login", { "x-tenant-id": stack.tenant.id }, PERSON);
    expect(spanNames(await traceWith(["auth.login"], since))).toContainEqual(expect.stringMatching(/^d1_/));
  });

  it("names the trace of the client, which the log has as well", async () => {
    const headers = { "x-api-key": stack.tenant.secretKey, traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const response = await call("tenants.get", headers);
    await vi.waitFor(async () => {
      await receive();
      expect(JSON.stringify(arrived)).toContain(TRACE);
      const log = readFileSync(join(stack.state, "worker.log"), "utf8");
      const record = log.split("\n").find((line) => line.includes(`"${response.headers.get("x-request-id")}"`));
      expect(JSON.parse(record?.slice(record.indexOf("{")) ?? "{}")).toMatchObject({
        traceId: TRACE,
        procedure: "tenants.get",
      });
    }, WAITING);
  });

  it("has no secret, email or password in any span", async () => {
    const since = arrived.length;
    const browser = sdk.createClient({ url: stack.url, key: stack.tenant.publishableKey });
    const { refreshToken, accessToken } = await browser.auth.login(PERSON);
    await sdk.createClient({ url: stack.url, key: stack.tenant.publishableKey, token: accessToken }).auth.me();
    await browser.auth.refresh({ refreshToken });
    await browser.auth.password.forgot({ email: PERSON.email });
    const made = await sdk
      .createClient({ url: stack.url, key: stack.tenant.secretKey })
      .apiKeys.create({ kind: "secret", name: "made" });
    const called = ["auth.login", "auth.me", "auth.refresh", "auth.password.forgot", "apiKeys.create"];
    for (const path of called) await traceWith([path], since);
    // The platform's record of the request has its headers, which Cloudflare redacts.
    const text = JSON.stringify(arrived.filter(({ event }) => event.type !== "onset"));
    const all = { ...secrets, made: made.key, newAccessToken: accessToken, newRefreshToken: refreshToken };
    const found = Object.entries(all).filter(([, value]) => text.includes(value));
    expect(found.map(([name]) => name)).toEqual([]);
  });
});
