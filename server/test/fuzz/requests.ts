import * as fc from "fast-check";
import { ROUTES } from "../../src/entries/routes.ts";
import type { CallerKind } from "../../src/shared/caller.ts";
import { type Procedure, procedures } from "../inputs.ts";
import { type Envelope, envelopesOf, type Spoiling, spoiling, textOf } from "./bodies.ts";
import { CALLERS, extra, IDENTITIES } from "./headers.ts";
import { hostileText } from "./hostile.ts";
import { filled, type Known } from "./known.ts";

/** A request as it is drawn: short to read where one is found that is answered wrongly. */
export interface Drawn {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** True to send the body in Latin-1, which is invalid UTF-8 if it has an accent. */
  readonly latin1: boolean;
}

const HOST = fc.oneof(
  { weight: 8, arbitrary: fc.constant("auth.test") },
  { weight: 3, arbitrary: fc.constant("~~slug~~.auth.test") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("nobody.auth.test", "127.0.0.1", "[::1]", "a..auth.test", "evil.example", "auth.test."),
  },
);
const METHOD = fc.oneof(
  { weight: 30, arbitrary: fc.constant("POST") },
  { weight: 3, arbitrary: fc.constant("GET") },
  { weight: 2, arbitrary: fc.constantFrom("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS") },
);

interface Aim {
  readonly path: string;
  readonly document?: unknown;
  readonly method?: string;
  readonly callers?: readonly CallerKind[];
}

const calls = procedures().map((procedure) => [procedure, envelopesOf(procedure)] as const);
const call = fc.oneof(...calls.map(([procedure, envelope]) => envelope.map((one) => [procedure, one] as const)));

const FLAGS = fc.constantFrom(
  "",
  "?batch=0",
  "?batch=true",
  "?batch=1",
  "?batch",
  "?connectionParams=x",
  "?connectionParams=null",
);

/** One call, now and then with what a batch would say. */
const single: fc.Arbitrary<Aim> = fc
  .tuple(call, fc.oneof({ weight: 12, arbitrary: fc.constant("") }, { weight: 1, arbitrary: FLAGS }))
  .map(([[{ path, callers }, document], flag]) => ({ path: `/trpc/${path}${flag}`, document, callers }));

/** One call in plain JSON. */
const plain: fc.Arbitrary<Aim> = call.map(([{ path, callers }, document]) => ({
  path: `/v1/${path}`,
  document: Object(document).json,
  callers,
}));

/** Bodies of the standards' calls, some of them nearly right. */
const STANDARD_BODIES: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    { tuple_key: { user: "user:anne", relation: "write", object: "repo:api" } },
    { tuple_key: { user: "user:anne", relation: 1, object: "repo:\ud800" }, contextual_tuples: { tuple_keys: [null] } },
    { checks: [{ tuple_key: { user: "user:anne", relation: "write", object: "repo:api" }, correlation_id: "1" }] },
    { writes: { tuple_keys: [{ user: "user:bob", relation: "writer", object: "repo:api" }] }, deletes: null },
    { type: "repo", relation: "write", user: "user:anne", context: { __proto__: [], a: { b: [] } } },
    { object: { type: "repo", id: "api" }, relation: "write", user_filters: [{ type: "user" }] },
    { name: "store", schema_version: "1.1", type_definitions: [{ type: "user" }], conditions: [] },
    { subject: { type: "user", id: "anne" }, action: { name: "write" }, resource: { type: "repo", id: "api" } },
    { subject: { type: "user" }, action: {}, resource: null, context: { now: "\u0000" }, page: { token: "x" } },
    { evaluations: [{}, null, { action: { name: "write" } }], options: { evaluations_semantic: "execute_all" } },
  ),
  fc.jsonValue(),
);

/** OpenFGA's API and AuthZEN, which have error envelopes of their own. */
const standard: fc.Arbitrary<Aim> = fc
  .record({
    route: fc.constantFrom(
      ...ROUTES.filter(({ path }) => /\/(?:openfga|access)\//.test(path) || path.endsWith("authzen-configuration")),
    ),
    tenant: fc.constantFrom("~~tenant~~", "~~slug~~", "nobody", "__proto__"),
    store: fc.oneof(
      fc.constantFrom("~~store~~", "01M8HSCQFEKJWAJW95J00WZSY6", "constructor"),
      hostileText.map(encoded),
    ),
    document: STANDARD_BODIES,
  })
  .map(({ route: { path, methods }, tenant, store, document }) => ({
    path: path.replace("{tenant}", tenant).replace("{store}", store).replace("{model}", "~~store~~"),
    ...(methods[0] !== "GET" && { document }),
    ...(methods[0] !== "POST" && { method: methods[0] ?? "GET" }),
    callers: ["secret", "admin"],
  }));

/** By GET, as only others than our own clients call. */
const byGet: fc.Arbitrary<Aim> = fc.tuple(call, spoiling).map(([[{ path }, document], spoiled]) => ({
  path: `/trpc/${path}?input=${encoded(textOf(document, spoiled))}`,
  method: "GET",
}));

/** Several calls, whose inputs may be too many, too few or somewhere else. */
const batch: fc.Arbitrary<Aim> = fc
  .tuple(
    fc.array(call, { minLength: 1, maxLength: 6 }),
    fc.constantFrom("right", "right", "right", "holes", "shifted", "array", "named", "long", "twice", "unknown"),
  )
  .map(([list, how]) => ({ path: `/trpc/${pathsOf(list, how)}?batch=1`, document: inputsIn(list, how) }));

function pathsOf(list: readonly (readonly [Procedure, Envelope])[], how: string): string {
  const paths = list.map(([{ path }]) => path);
  if (how === "long") return Array(101).fill("system.health").join();
  if (how === "twice") return [...paths, ...paths].join();
  return how === "unknown" ? [...paths, "__proto__", "", "constructor.name"].join() : paths.join();
}

function inputsIn(list: readonly (readonly [Procedure, Envelope])[], how: string): unknown {
  const inputs = list.map(([, envelope]) => envelope);
  if (how === "array") return inputs;
  const name = (i: number) => (how === "shifted" ? `${i + 1}` : how === "named" ? `0${i}` : `${i}`);
  const entries = inputs.map((envelope, i) => [name(i), envelope] as const);
  return Object.fromEntries(how === "holes" ? entries.filter((_, i) => i % 2 === 1) : entries);
}

/** Everything that is no call. */
const elsewhere: fc.Arbitrary<Aim> = fc.oneof(
  fc
    .constantFrom(
      ...[
        "/t/~~tenant~~/.well-known/jwks.json",
        "/t/~~slug~~/.well-known/jwks.json",
        "/t/__proto__/.well-known/jwks.json",
      ],
      ...["/t/~~tenant~~/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/t/~~tenant~~"],
      ...["/authz/changes", "/authz/changes?after=0", "/authz/changes?after=99999999999999", "/authz/changes?after=-1"],
      ...[
        "/authz/graph.csv",
        "/dev/mailbox",
        "/dev/mailbox.json?limit=x&kind=y",
        "/dev/mailbox.json?tenant=~~slug~~&to=%00",
      ],
      ...[
        "/dev/mailbox/~~tenant~~/x",
        "/dev/mailbox/a/b.html",
        "/",
        "//",
        "/trpc",
        "/trpc/",
        "/trpc//",
        "/favicon.ico",
        "/.env",
      ],
      ...[
        "/trpc/%",
        "/trpc/%E0%A4%A",
        "/trpc/%00",
        "/trpc/constructor",
        "/trpc/__proto__",
        "/trpc/auth",
        "/trpc/auth.login.",
      ],
      ...["/trpc/auth%2Elogin", "/TRPC/auth.login", "/trpc/../authz/graph.csv", "/trpc/,,,?batch=1", "/trpc/?batch=1"],
      ...[
        "/trpc/system.health?input=%",
        "/trpc/system.health?batch=1&input=[]",
        "/trpc/system.health?connectionParams=[1]",
      ],
    )
    .map((path) => ({ path })),
  hostileText.map((text) => ({ path: `/${encoded(text)}` })),
);

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The parts of a request that have nothing to do with each other. */
const aim = fc.oneof(
  { weight: 10, arbitrary: single },
  { weight: 4, arbitrary: plain },
  { weight: 2, arbitrary: byGet },
  { weight: 2, arbitrary: standard },
  { weight: 3, arbitrary: batch },
  { weight: 3, arbitrary: elsewhere },
);
export const request: fc.Arbitrary<Drawn> = fc
  .record({
    aim,
    identity: IDENTITIES,
    caller: fc.nat(7),
    extra,
    host: HOST,
    method: METHOD,
    type: fc.constant("application/json"),
    spoiled: spoiling,
  })
  .map(
    ({
      aim: { path, document, method: own, callers = [] },
      identity,
      caller,
      extra: more,
      host,
      method: drawn,
      type,
      spoiled,
    }) => {
      // Mostly allowed callers, so that requests reach their procedures.
      const kind = caller === 0 ? undefined : callers[caller % callers.length];
      // What has a document is meant to be read.
      const method = own ?? (document !== undefined && drawn === "GET" ? "POST" : drawn);
      const hasBody = method !== "GET" && method !== "HEAD";
      return {
        ...{ method, host, path },
        headers: {
          ...(hasBody && { "content-type": type }),
          ...(kind === undefined ? identity : CALLERS[kind]),
          ...more,
        },
        body: hasBody ? bodyOf(document, spoiled) : null,
        latin1: spoiled.kind === "latin1",
      };
    },
  );

function bodyOf(document: unknown, spoiled: Spoiling): string {
  return textOf(document ?? {}, spoiled);
}

let address = 0;
/** The request itself. Each comes from an address of its own unless it says otherwise. */
export function toRequest(drawn: Drawn, world: Known): { url: string; init: RequestInit } {
  address++;
  const headers = new Headers({
    "cf-connecting-ip": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
  });
  for (const [name, value] of Object.entries(drawn.headers)) {
    // What no header can hold cannot be sent either.
    headers.set(name, filled(value, world).replace(/[^\x20-\x7e]/g, "?"));
  }
  const text = drawn.body === null ? null : filled(drawn.body, world);
  const body =
    text !== null && drawn.latin1 ? Uint8Array.from(text, (character) => character.charCodeAt(0) & 255) : text;
  const url = `http://${filled(drawn.host, world)}${filled(drawn.path, world)}`;
  return { url, init: { method: drawn.method, headers, redirect: "manual", ...(body !== null && { body }) } };
}
