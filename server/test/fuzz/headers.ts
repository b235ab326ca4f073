import * as fc from "fast-check";
import type { CallerKind } from "../../src/shared/caller.ts";
import { hostileText } from "./hostile.ts";
import { known } from "./known.ts";

const anything = hostileText;

/** Headers that the service reads, with what it might be glad of, what lies, and what means nothing. */
const HEADERS: Record<string, fc.Arbitrary<string>> = {
  authorization: fc.oneof(
    known("accessToken", "adminToken", "secretKey", "platformKey", "publishableKey", "refreshToken").map(
      (one) => `Bearer ${one}`,
    ),
    known("accessToken").map((one) => `Bearer ${one}x`),
    fc.constantFrom(
      "Bearer",
      "Bearer ",
      "Bearer a.b.c",
      "Bearer e30.e30.e30",
      "Basic YTpi",
      "bearer  x y",
      "Bearer sk_live_",
    ),
    anything,
  ),
  "x-api-key": fc.oneof(
    known("secretKey", "publishableKey"),
    known("secretKey").map((one) => `${one}0`),
    fc.constantFrom("sk_live_", "pk_test_x", "rk_live_x"),
    anything,
  ),
  "x-tenant-id": fc.oneof(known("tenant", "slug", "secretKey"), fc.constantFrom("acme", "platform", "ten_x"), anything),
  cookie: fc.oneof(
    known("refreshToken", "accessToken").map((one) => `theme=dark; __Host-session=${one}`),
    fc.constantFrom("__Host-session=", "__Host-session", "=;=;;", "__Host-session=a; __Host-session=b"),
    anything,
  ),
  origin: fc.constantFrom(
    "null",
    "http://auth.test",
    "https://evil.example",
    "javascript:",
    "http://",
    "http://a b",
    "*",
  ),
  "sec-fetch-site": fc.constantFrom("same-origin", "same-site", "cross-site", "none", "nonsense", ""),
  "content-type": fc.constantFrom(
    ...["application/json; charset=utf-16", "APPLICATION/JSON", "text/plain", "multipart/form-data", ""],
    ...[
      "multipart/form-data; boundary=x",
      "application/octet-stream",
      "application/x-www-form-urlencoded",
      "application/json, text/html",
    ],
  ),
  "content-encoding": fc.constantFrom("gzip", "br", "identity, gzip", "nonsense"),
  "content-length": fc.constantFrom("0", "-1", "1e9", "99999999999", "NaN", "12, 13", "0x10", ""),
  accept: fc.constantFrom("application/jsonl", "text/event-stream", "*/*, application/jsonl", "", "text/html"),
  "trpc-accept": fc.constantFrom("application/jsonl", "x"),
  "trpc-batch-mode": fc.constantFrom("stream", "x"),
  "x-trpc-source": fc.constantFrom("client", "x"),
  "last-event-id": anything,
  host: fc.constantFrom("evil.example", "auth.test:99999", "[::1]", ""),
  "x-forwarded-host": fc.constant("evil.example"),
  "x-forwarded-for": fc.constantFrom("127.0.0.1", "x"),
  "cf-connecting-ip": fc.constantFrom(
    "::1",
    "::ffff:192.0.2.1",
    "fe80::1%eth0",
    "256.1.1.1",
    "1.2.3.4, 5.6.7.8",
    "x",
    "",
  ),
  upgrade: fc.constantFrom("websocket", "WebSocket", "h2c"),
  "access-control-request-method": fc.constantFrom("POST", "TRACE"),
  "user-agent": fc.oneof(anything, fc.constant("x/".repeat(4000))),
  "x-request-id": anything,
  "idempotency-key": fc.oneof(
    anything,
    fc.constantFrom("x", "k".repeat(16), `"${"k".repeat(16)}"`, '"'.repeat(20), "k".repeat(201)),
    fc.uuid(),
    known("secretKey", "refreshToken"),
  ),
  "x-http-method-override": fc.constantFrom("DELETE", "GET"),
  range: fc.constantFrom("bytes=0-1", "bytes=9-1"),
  "if-none-match": fc.constantFrom("*", '"x"'),
};

/** Credentials of each kind of caller. */
export const CALLERS: Record<CallerKind, Record<string, string>> = {
  anonymous: { "x-tenant-id": "~~slug~~" },
  publishable: { "x-api-key": "~~publishableKey~~" },
  secret: { "x-api-key": "~~secretKey~~" },
  user: { authorization: "Bearer ~~accessToken~~" },
  admin: { authorization: "Bearer ~~adminToken~~", "x-tenant-id": "~~tenant~~" },
  platformKey: { "x-api-key": "~~platformKey~~", "x-tenant-id": "~~tenant~~" },
};

/** Credentials of other callers. */
export const IDENTITIES: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ "x-api-key": "~~secretKey~~" }) },
  { weight: 2, arbitrary: fc.constant({ "x-api-key": "~~publishableKey~~" }) },
  { weight: 3, arbitrary: fc.constant({ authorization: "Bearer ~~accessToken~~" }) },
  { weight: 1, arbitrary: fc.constant({ authorization: "Bearer ~~adminToken~~" }) },
  { weight: 1, arbitrary: fc.constant({ authorization: "Bearer ~~adminToken~~", "x-tenant-id": "~~tenant~~" }) },
  { weight: 1, arbitrary: fc.constant({ "x-api-key": "~~platformKey~~" }) },
  { weight: 1, arbitrary: fc.constant({ "x-api-key": "~~platformKey~~", "x-tenant-id": "~~tenant~~" }) },
  { weight: 1, arbitrary: fc.constant({ "x-tenant-id": "~~slug~~" }) },
  {
    weight: 1,
    arbitrary: fc.constant({ cookie: "__Host-session=~~refreshToken~~", origin: "http://~~slug~~.auth.test" }),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);
/** One or two of the headers: with more, few requests get anywhere. */
const headers = fc
  .array(fc.oneof(...Object.entries(HEADERS).map(([name, value]) => value.map((text) => [name, text] as const))), {
    minLength: 1,
    maxLength: 2,
  })
  .map((some): Record<string, string> => Object.fromEntries(some));
export const extra = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers });
