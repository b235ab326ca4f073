import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { openDatabase, schema } from "./database.ts";
import { log } from "./logger.ts";
import { withRequest } from "./request-scope.ts";

const LEVELS = ["info", "warn", "error"] as const;
const lines = Object.fromEntries(
  LEVELS.map((level) => [level, vi.spyOn(console, level).mockImplementation(() => undefined)]),
);
afterEach(() => vi.clearAllMocks());

/** What was logged at a level. */
function logged(level: (typeof LEVELS)[number]): unknown[] {
  return lines[level]?.mock.calls.map(([line]) => JSON.parse(String(line))) ?? [];
}

it.each(LEVELS)("a record of level %s is one line of JSON, at the console's own level", (level) => {
  log(level, "A scheduled job has done work.", { job: "purgeTenants", counts: { purged: 2 } });
  expect(logged(level)).toEqual([
    { level, message: "A scheduled job has done work.", job: "purgeTenants", counts: { purged: 2 } },
  ]);
  expect(LEVELS.flatMap(logged)).toHaveLength(1);
});

it("a record within a request has the request's id, and a given one wins", () => {
  withRequest({ id: "req_1", traceId: undefined, route: undefined, calls: [], errorCode: undefined }, () => {
    log("warn", "One.");
    log("warn", "Two.", { requestId: "req_2" });
  });
  log("warn", "Three.");
  expect(logged("warn")).toEqual([
    { level: "warn", message: "One.", requestId: "req_1" },
    { level: "warn", message: "Two.", requestId: "req_2" },
    { level: "warn", message: "Three." },
  ]);
});

it("fields that are not listed are left out", () => {
  const event = { event: "auth.login", actor: "user:1", ip: "192.0.2.1", details: { email: "anne@acme.example" } };
  log("error", "An audit event was not written.", event);
  expect(logged("error")).toEqual([
    { level: "error", message: "An audit event was not written.", event: "auth.login", actor: "user:1" },
  ]);
});

it("a failed statement is logged without its parameters", async () => {
  const row = { slug: "acme", name: "a secret name" } as typeof schema.tenants.$inferInsert;
  const error = await openDatabase(env.DB)
    .insert(schema.tenants)
    .values({ ...row, id: null as never })
    .catch((thrown: unknown) => thrown);
  expect(`${error}`).toContain("a secret name");
  log("error", "A request failed unexpectedly.", { error });
  const text = JSON.stringify(logged("error"));
  expect(text).toContain("insert into");
  expect(text).not.toContain("a secret name");
});

it("what is thrown and is no error is logged as text", () => {
  log("error", "A component is unhealthy.", { part: "d1", error: "no answer" });
  expect(logged("error")).toEqual([
    { level: "error", message: "A component is unhealthy.", part: "d1", error: "no answer" },
  ]);
});
