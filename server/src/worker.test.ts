import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { CfAuth } from "./worker.ts";

it("a deployment that lacks a setting answers nothing, and says so as data", async () => {
  const entrypoint = new CfAuth(createExecutionContext(), { ...env, JWT_SECRET: "" });
  expect(await entrypoint.call({ path: "system.health" })).toMatchObject({
    ok: false,
    error: { code: "misconfigured", httpStatus: 503, requestId: expect.stringMatching(/^req_/) },
  });
});
