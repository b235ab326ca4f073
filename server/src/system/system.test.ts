import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { expectAfter, timed } from "../../test/between.ts";
import { clientFor } from "../../test/client.ts";

it("says which version of the Worker answers, to anybody", async () => {
  const asked = await timed(() => clientFor({}).system.health.query());
  const { status, version, time } = asked.result;
  expect({ status, version }).toEqual({ status: "ok", version: env.VERSION.id });
  expect(version).toMatch(/^[0-9a-f-]{36}$/);
  expectAfter(time, 0, asked);
});
