import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

async function signIn(email: string, ip: string) {
  const headers = { "content-type": "application/json", "cf-connecting-ip": ip, "x-tenant-id": "acme" };
  const body = JSON.stringify({ json: { email, password: "an unlikely sentence" } });
  return await send("/trpc/auth.login", { method: "POST", headers, body });
}

it("sign-ins beyond an isolate's hash queue get busy with retryAfterSeconds, and don't count as failed attempts", async () => {
  const people = Array.from({ length: 60 }, (_, i) => `crowd-${i}@example.com`);
  const answers = await Promise.all(people.map((email, i) => signIn(email, `192.0.2.${i}`)));
  const codes = answers.map(({ body }) => codeIn(body));
  expect(new Set(codes)).toEqual(new Set(["invalid_credentials", "busy"]));

  const turnedAway = people.filter((_, i) => codes[i] === "busy");
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(turnedAway.length);
  for (const { status, headers } of answers) expect(headers.get("retry-after")).toBe(status === 503 ? "1" : null);

  const counter = env.TENANT_STATE.getByName(world.acme.tenant.id);
  const counted = await runInDurableObject(counter, (_, { storage }) =>
    storage.sql.exec<{ failures: number }>("SELECT sum(failures) AS failures FROM attempt_counters").one(),
  );
  // Each of the others counts for its account, its IP address and the pair.
  expect(counted.failures).toBe(3 * (people.length - turnedAway.length));
});
