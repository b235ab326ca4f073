import { env, exports } from "cloudflare:workers";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, inject, it, vi } from "vitest";
import type { clientFor } from "../test/client.ts";
import { builtins, changedSince } from "../test/fuzz/builtins.ts";
import { type Known, SECRET } from "../test/fuzz/known.ts";
import { type Drawn, request, toRequest } from "../test/fuzz/requests.ts";
import { type Answer, faultIn } from "../test/fuzz/verdict.ts";
import { newWorld, SECRETS_OF_THE_SERVICE } from "../test/fuzz/world.ts";
import { signInAdmin } from "../test/world.ts";

/** Requests of a run come one after the other, to a world of their own, so that a run that fails fails again. */
const REQUESTS = 40;
const METHODS = ["log", "info", "warn", "error", "debug"] as const;
/** What an answer gives away that is meant to. */
const ISSUED =
  /"(?:accessToken|refreshToken|secretKey|publishableKey)":"([^"]{20,})"|"key":"([ps]k_[^"]{20,})"|__Host-session=([^;]{20,});/g;

const runs = inject("fuzzRuns");
/** A run takes half a second, and several times that where a machine has much else to do. */
const TIMEOUT_MS = 60_000 + runs * 6000;

let root: ReturnType<typeof clientFor>;
beforeAll(async () => {
  root = (await signInAdmin()).admin;
});
const logged: string[] = [];
beforeEach(() => {
  for (const method of METHODS) {
    vi.spyOn(console, method).mockImplementation((...words) => void logged.push(words.map(String).join(" ")));
  }
});
afterEach(() => vi.restoreAllMocks());

it(
  "rule 57: whatever arrives, the answer is typed, no secret is in it or in a log, and nothing shared is changed",
  async () => {
    const statuses: Record<number, number> = {};
    const property = fc.asyncProperty(
      fc.noBias(fc.array(request, { minLength: 1, maxLength: REQUESTS, size: "max" })),
      async (drawn) => {
        const known = await newWorld(root);
        const secrets = new Secrets(known);
        const before = builtins();
        for (const one of drawn) {
          const answer = await send(one, known);
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
          const request = JSON.stringify(one).slice(0, 2000);
          expect(changedSince(before), request).toEqual([]);
          const { status, headers, text } = answer;
          const said = `${request} was answered ${status} ${text.slice(0, 500)}`;
          expect(status < 500 || (status === 503 && headers.has("retry-after")), said).toBe(true);
          expect(faultIn(answer, one), said).toBeUndefined();
          expect(secrets.leakedBy(answer), said).toEqual([]);
          secrets.learn(answer);
          expect(secrets.in(logged.splice(0).join("\n")), `the log, after ${request}`).toEqual([]);
        }
        expect(secrets.in(await auditOf(known)), "the audit log").toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: runs });
    // Requests that are all refused at the door would show nothing.
    expect(statuses[200]).toBeGreaterThan(runs);
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(["200", "400", "401", "403", "404", "405"]));
  },
  TIMEOUT_MS,
);

async function send(drawn: Drawn, known: Known): Promise<Answer> {
  const { url, init } = toRequest(drawn, known);
  const response = await exports.default.fetch(url, init);
  response.webSocket?.accept();
  response.webSocket?.close();
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Secrets that a response may contain once, and a log never. */
class Secrets {
  private readonly known: Set<string>;

  constructor(known: Known) {
    this.known = new Set([...SECRET.map((name) => known[name]), ...SECRETS_OF_THE_SERVICE]);
  }

  in(text: string): string[] {
    return [...this.known].filter((secret) => text.includes(secret));
  }

  /** Ignores secrets that the caller already got or sent. */
  leakedBy({ text, headers }: Answer): string[] {
    return this.in(`${text}\n${JSON.stringify([...headers])}`);
  }

  learn({ text, headers }: Answer): void {
    for (const [, ...found] of `${text}\n${headers.get("set-cookie") ?? ""}`.matchAll(ISSUED)) {
      for (const secret of found) if (secret !== undefined) this.known.add(secret);
    }
  }
}

/** With everything that belongs to no tenant. */
async function auditOf({ tenant }: Known): Promise<string> {
  const query = "SELECT * FROM audit_events WHERE tenant_id = ? OR tenant_id IS NULL ORDER BY id DESC LIMIT 500";
  const { results } = await env.DB.prepare(query).bind(tenant).all();
  expect(results.length).toBeGreaterThan(0);
  return JSON.stringify(results);
}
