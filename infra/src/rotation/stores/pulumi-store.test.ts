import { describe, expect, it } from "vitest";
import { standInPulumi } from "../../../test/stand-in-pulumi.ts";
import { pulumiStore } from "./pulumi-store.ts";

const version = (id: string) => `${id}:${Buffer.alloc(32, id).toString("base64")}`;
const STAGING = "https://auth.staging.example.com";

describe("the secrets of a stack in Pulumi ESC", () => {
  it("get an added version as the last, which becomes the newest and can be removed", async () => {
    using pulumi = standInPulumi({ values: { JWT_SECRET: version("v1") } });
    const store = pulumiStore({ stack: "staging", runsUp: false }, pulumi.env);
    expect(await store.versions("JWT_SECRET", ["v1"])).toEqual(["v1"]);
    expect(await store.add("JWT_SECRET", ["v1"])).toBe("v2");
    const [first, added] = pulumi.values().JWT_SECRET?.split(",") ?? [];
    expect([first, added]).toEqual([version("v1"), expect.stringMatching(/^v2:/)]);
    await store.promote("JWT_SECRET", "v2");
    expect(pulumi.values().JWT_SECRET).toBe(`${added},${first}`);
    await store.remove("JWT_SECRET", "v1", []);
    expect(pulumi.values().JWT_SECRET).toBe(added);
    // No secret is an argument, which other processes can see.
    expect(pulumi.calls().filter(({ args }) => args.some((arg) => arg.includes(":") && !arg.includes("/")))).toEqual(
      [],
    );
  });

  it("are deployed by somebody else, unless the command runs `pulumi up`", async () => {
    using pulumi = standInPulumi();
    const left = pulumiStore({ stack: "staging", runsUp: false }, pulumi.env);
    expect([await left.deploy(), pulumi.calls()]).toEqual([false, []]);
    expect(await pulumiStore({ stack: "staging", runsUp: true }, pulumi.env).deploy()).toBe(true);
    expect(pulumi.calls().map(({ args }) => args.slice(0, 3))).toEqual([["up", "--stack", "example/cf-auth/staging"]]);
  });

  it("fail with the fix if `pulumi up` does, or if no secret is set", async () => {
    using failing = standInPulumi({ fails: "no access " });
    const store = pulumiStore({ stack: "staging", runsUp: true }, failing.env);
    await expect(store.deploy()).rejects.toMatchObject({ code: "deploy_failed" });
    using empty = standInPulumi();
    const unset = pulumiStore({ stack: "staging", runsUp: true }, empty.env);
    await expect(unset.versions("JWT_SECRET", [])).rejects.toMatchObject({ code: "secret_unset" });
  });

  it("belong to the stack's host only", async () => {
    using pulumi = standInPulumi();
    const store = pulumiStore({ stack: "staging", runsUp: false }, pulumi.env);
    await store.check(STAGING);
    await expect(store.check("https://auth.example.com")).rejects.toMatchObject({ code: "store_mismatch" });
  });
});
