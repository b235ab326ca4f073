import { describe, expect, it } from "vitest";
import { send } from "../../test/raw.ts";
import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";
import { clientWarning } from "./client-version.ts";

const OLD = "0123456789abcdef";
const NEW = "fedcba9876543210";
const warn = (client: string | null, version: string) => clientWarning(client, { version, contract: NEW });

describe("a client that matches the service gets no warning", () => {
  it.each([
    ["of the same contract", `0.2.0+${NEW}`, "0.2.0"],
    ["of the same contract, though released before it broke", `0.1.0+${NEW}`, "0.2.0"],
    ["of the same contract, though newer", `0.3.0+${NEW}`, "0.2.0"],
    ["of the same version, made in between", `0.2.0+${OLD}`, "0.2.0"],
    ["older, and nothing was broken since", `0.2.0+${OLD}`, "0.2.9"],
    ["older, and nothing was broken since, after 1.0.0", `1.0.0+${OLD}`, "1.9.0"],
    ["of the version before its release", `0.2.0-beta.1+${OLD}`, "0.2.0"],
  ])("%s", (_, client, service) => {
    expect(warn(client, service)).toBeUndefined();
  });
});

describe("a client is warned", () => {
  it.each([
    ["from before a break", `0.1.9+${OLD}`, "0.2.0"],
    ["from before 1.0.0", `0.9.0+${OLD}`, "1.0.0"],
    ["from before a break, after 1.0.0", `1.9.0+${OLD}`, "2.0.0"],
    ["by numbers, not by letters", `0.9.0+${OLD}`, "0.10.0"],
  ])("%s: to be updated", (_, client, service) => {
    const [version] = client.split("+");
    expect(warn(client, service)).toBe(
      `This client is ${version} and the service is ${service}, with calls changed in between: install @cf-auth/client ${service}.`,
    );
  });

  it.each([
    ["by a fix", `0.2.1+${OLD}`, "0.2.0"],
    ["by a break", `1.0.0+${OLD}`, "0.10.0"],
  ])("newer than the service %s: that the service is older", (_, client, service) => {
    expect(warn(client, service)).toContain(`the service is still ${service}`);
  });
});

describe("what is no version of a client is left alone", () => {
  it.each([
    null,
    "",
    "0.1.0",
    `+${OLD}`,
    `0.1+${OLD}`,
    `0.1.0+${OLD.slice(1)}`,
    `0.1.0+${OLD}0`,
    `v0.1.0+${OLD}`,
    `0.1.0 +${OLD}`,
    `9999999.0.0+${OLD}`,
    `0.1.0-${"a".repeat(41)}+${OLD}`,
    `0.1.0-<b>+${OLD}`,
    `0.1.0+${OLD}, 0.1.0+${OLD}`,
  ])("%s", (header) => {
    expect(warn(header, "9.0.0")).toBeUndefined();
  });
});

describe("over the wire", () => {
  const call = (client: string, path = "system.health") =>
    send(`/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-cf-auth-client": client },
    });
  const newer = `999.0.0+${OLD}`;

  it("an answer carries the warning, and is the same otherwise", async () => {
    const answer = await call(newer);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ result: { data: { json: { status: "ok" } } } });
    expect(answer.headers.get("x-cf-auth-warning")).toBe(
      `This client is 999.0.0 and the service is still ${SDK_VERSION}, so calls may be missing here: deploy the newer service, or install @cf-auth/client ${SDK_VERSION}.`,
    );
  });

  it("a refusal carries it too, since that is where it is needed", async () => {
    const answer = await call(newer, "authz.notYetHere");
    expect([answer.status, answer.headers.has("x-cf-auth-warning")]).toEqual([404, true]);
  });

  it("our own client is not warned, nor is what cannot be read refused", async () => {
    for (const client of [`${SDK_VERSION}+${CONTRACT_HASH}`, "something else"]) {
      const answer = await call(client);
      expect([answer.status, answer.headers.has("x-cf-auth-warning")]).toEqual([200, false]);
    }
  });
});
