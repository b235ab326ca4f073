import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { failingService, fakeService, noPrompts, testHome } from "../../test/test-io.ts";
import { canceled } from "../cli-error.ts";

let home: ReturnType<typeof testHome>;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.remove());

const URL_A = "https://auth.example.com";
const login = ["login", "--url", URL_A, "--email", "anne@acme.example", "--password-stdin", "--tenant", "acme"];

function tokens() {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sid: "ses_1", aud: "ten_1", iss: `${URL_A}/t/ten_1`, iat, exp: iat + 300 };
  const accessToken = ["{}", JSON.stringify(claims), "x"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
  const user = { id: "usr_1", email: "anne@acme.example", emailVerified: true, name: null };
  return { accessToken, refreshToken: "refresh", user };
}

it("solves the challenge that the service sends", async () => {
  const answers = [failingService("challenge_required", 403, { challenge: { text: "t", bits: 4 } })];
  const service = fakeService(tokens());
  const fetch: typeof globalThis.fetch = (...request) => (answers.shift() ?? service.fetch)(...request);
  expect(await home.run(login, { stdin: "secret\n", fetch })).toMatchObject({ code: 0, out: "" });
  expect(service.calls[0]?.input).toMatchObject({
    email: "anne@acme.example",
    password: "secret",
    challenge: { token: expect.stringMatching(/^t\.\d+$/) },
  });
  expect(service.calls[0]?.headers.get("x-tenant-id")).toBe("acme");
});

it("a challenge that only a browser can solve is reported", async () => {
  const fetch = failingService("challenge_required", 403, { challenge: { kind: "turnstile", siteKey: "0x1" } });
  const result = await home.run(login, { stdin: "secret\n", fetch });
  expect(result).toMatchObject({ code: 3, out: "" });
  expect(result.err).toContain("(challenge_required)");
});

it("prompts for email and password on a terminal", async () => {
  const service = fakeService(tokens());
  const prompts = { ...noPrompts, text: async () => "anne@acme.example", password: async () => "secret" };
  const result = await home.run(["login", "--url", URL_A], { prompts, fetch: service.fetch });
  expect(result).toMatchObject({ code: 0 });
  expect(result.err).toContain("Signed in to platform");
  expect(service.calls[0]?.input).toMatchObject({ email: "anne@acme.example", password: "secret" });
  expect(readFileSync(home.config, "utf8")).not.toContain("secret");
});

it("a canceled prompt sends nothing", async () => {
  const service = fakeService();
  const cancel = () => Promise.reject(canceled());
  const prompts = { ...noPrompts, text: cancel, password: cancel };
  const result = await home.run(["login", "--url", URL_A], { prompts, fetch: service.fetch });
  expect(result).toMatchObject({ code: 130, out: "" });
  expect(service.calls).toEqual([]);
});

it("calls for anonymous callers need no session, and name its tenant", async () => {
  await home.run(login, { stdin: "secret\n", fetch: fakeService(tokens()).fetch });
  const service = fakeService({});
  const args = ["account", "password", "forgot", "--email", "anne@acme.example"];
  expect(await home.run(args, { fetch: service.fetch })).toMatchObject({ code: 0 });
  expect(service.calls[0]?.headers.get("authorization")).toBeNull();
  expect(service.calls[0]?.headers.get("x-tenant-id")).toBe("acme");
});
