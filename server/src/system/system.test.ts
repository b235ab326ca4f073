import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { clientFor } from "../../test/client.ts";

it("says which version of the Worker answers, to anybody", async () => {
  const { status, version, time } = await clientFor({}).system.health.query();
  expect({ status, version }).toEqual({ status: "ok", version: env.VERSION.id });
  expect(version).toMatch(/^[0-9a-f-]{36}$/);
  expect(Math.abs(time.getTime() - Date.now())).toBeLessThan(60_000);
});
