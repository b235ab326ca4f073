import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { expectAfter, timed } from "../../test/between.ts";
import { clientFor } from "../../test/client.ts";

it("returns the version of the Worker to any caller", async () => {
  const request = await timed(() => clientFor({}).system.health.query());
  const { status, version, time } = request.result;
  expect({ status, version }).toEqual({ status: "ok", version: env.VERSION.id });
  expect(version).toMatch(/^[0-9a-f-]{36}$/);
  expectAfter(time, 0, request);
});
