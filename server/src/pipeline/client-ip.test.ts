import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const from = (address: string) => ({ headers: { "x-client-ip": address } });

describe("rule 56: the end user's IP address that a tenant's server names", () => {
  it("is recorded beside the server's own", async () => {
    const { credentials, user } = await somebody(world.acme);
    const server = clientFor({ key: world.acme.secretKey, ...from("2001:DB8::7") });
    await server.auth.login.mutate(credentials);
    await errorOf(server.auth.login.mutate({ ...credentials, password: "not the sentence" }));
    const rows = await env.DB.prepare(
      "SELECT ip, details, outcome FROM audit_events WHERE event = 'auth.login' ORDER BY id",
    ).all<{ ip: string; details: string; outcome: string }>();
    const own = rows.results.slice(-2);
    expect(own.map(({ outcome }) => outcome)).toEqual(["ok", "invalid_credentials"]);
    for (const { ip, details } of own) {
      expect(ip).toMatch(/^10\./);
      expect(JSON.parse(details)).toMatchObject({ clientIp: "2001:db8:0:0:0:0:0:7" });
    }
    expect(user.id).toBeTruthy();
  });

  it("is refused from others, and if it is no address", async () => {
    const { credentials } = await somebody(world.acme);
    for (const identity of [{ key: world.acme.publishableKey }, { tenant: "acme" }, { token: world.token }]) {
      const call = clientFor({ ...identity, ...from("192.0.2.1") }).auth.login.mutate(credentials);
      expect(await errorOf(call)).toMatchObject({ code: "client_ip_not_allowed", httpStatus: 403 });
    }
    const call = clientFor({ key: world.acme.secretKey, ...from("192.0.2.1, 10.0.0.1") }).auth.login.mutate(
      credentials,
    );
    expect(await errorOf(call)).toMatchObject({ code: "invalid_input" });
  });

  it("doesn't open a key to addresses outside of its ranges", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({
      ...{ kind: "secret", name: "ranged", allowedIpRanges: ["192.0.2.0/24"] },
    });
    const call = clientFor({ key, ...from("192.0.2.1") }).tenants.get.query();
    expect(await errorOf(call)).toMatchObject({ code: "ip_not_allowed" });
  });
});
