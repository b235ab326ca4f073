import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const paths = (id: string) => [
  `/t/${id}/.well-known/openid-configuration`,
  `/t/${id}/.well-known/oauth-authorization-server`,
  `/.well-known/oauth-authorization-server/t/${id}`,
];

describe("a tenant's metadata", () => {
  it("names the issuer of its URL, and an existing key set", async () => {
    const { id } = world.acme.tenant;
    for (const path of paths(id)) {
      const answer = await send(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      const { issuer, jwks_uri } = answer.body as { issuer: string; jwks_uri: string };
      expect(issuer).toBe(`http://auth.test/t/${id}`);
      const { keys } = (await send(new URL(jwks_uri).pathname)).body as { keys: unknown[] };
      expect(keys).toHaveLength(1);
    }
  });

  it("lists no endpoint, grant or response type, because none is supported", async () => {
    const { body } = await send(paths(world.acme.tenant.id)[0] ?? "");
    expect(body).toEqual({
      issuer: expect.any(String),
      jwks_uri: expect.any(String),
      response_types_supported: [],
      grant_types_supported: [],
      subject_types_supported: ["public"],
    });
  });

  it("rule 49: is served at the issuer; requests by slug or at another host are redirected there", async () => {
    const { id } = world.acme.tenant;
    for (const [name, host] of [
      ["acme", "auth.test"],
      ["acme", "acme.auth.test"],
      [id, "acme.auth.test"],
    ] as const) {
      for (const [i, path] of paths(name).entries()) {
        const answer = await send(path, { redirect: "manual" }, host);
        expect([answer.status, answer.headers.get("location")]).toEqual([308, `http://auth.test${paths(id)[i]}`]);
        expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      }
    }
    const { url } = await exports.default.fetch(`http://auth.test${paths("acme")[0]}`);
    expect(url).toBe(`http://auth.test${paths(id)[0]}`);
  });

  it("returns 404 for unknown tenants, and allows only reads", async () => {
    for (const path of paths("ten_nobody")) {
      const answer = await send(path);
      expect([answer.status, codeIn(answer.body)]).toEqual([404, "tenant_not_found"]);
    }
    for (const path of paths(world.acme.tenant.id)) {
      for (const host of ["globex.auth.test", "behind-a-proxy.example"]) {
        expect((await send(path, { redirect: "manual" }, host)).status).toBe(404);
      }
      expect((await send(path, { method: "POST" })).status).toBe(405);
    }
  });
});
