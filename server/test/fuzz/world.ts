import { env } from "cloudflare:workers";
import { storeIdOf } from "../../src/entries/openfga/ids.ts";
import { admit } from "../admins.ts";
import { clientFor } from "../client.ts";
import { ALL_PLATFORM_SCOPES } from "../platform-keys.ts";
import { ADMIN } from "../world.ts";
import type { Known } from "./known.ts";

const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user, user:*]\n";

let made = 0;
/** A tenant with something of everything, and an admin who is signed in: what one run leaves behind meets no other. */
export async function newWorld(root: ReturnType<typeof clientFor>): Promise<Known> {
  const number = ++made;
  // An admin of its own, since what arrives may change their factors.
  const { client: admin, token: adminToken } = await admit(root, `fuzzing-${number}`, "superadmin");
  const slug = `fuzzed-${number}`;
  const environment = number % 2 === 0 ? "test" : "live";
  const { tenant, secretKey, publishableKey } = await admin.tenants.create.mutate({ slug, name: slug, environment });
  const [client, browser] = [clientFor({ key: secretKey }), clientFor({ key: publishableKey })];
  const person = { email: "anne@example.com", password: `password-${number}-of-anne` };
  await browser.auth.register.mutate(person);
  const { user, accessToken, refreshToken } = await browser.auth.login.mutate(person);
  await client.authz.model.put.mutate({ model: MODEL });
  await client.authz.write.mutate({ writes: [{ subject: "user:anne", relation: "reader", object: "doc:1" }] });
  const platform = await admin.platform.keys.create.mutate({ name: "fuzzed", scopes: ALL_PLATFORM_SCOPES });
  const [key] = (await client.apiKeys.list.query({ limit: 1 })).items;
  const { sid } = JSON.parse(atob((accessToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  return {
    ...{ ...person, wrong: `nobody-${number}-has-this`, challenge: `challenge-${number}-met` },
    ...{ accessToken, refreshToken, adminToken, secretKey, publishableKey },
    platformKey: platform.key,
    ...{ user: user.id, session: sid, key: key?.id ?? "", tenant: tenant.id, slug, store: storeIdOf(tenant.id) },
  };
}

/** Data of the deployment itself. */
export const SECRETS_OF_THE_SERVICE = [
  ...[env.JWT_SECRET, env.PASSWORD_PEPPER].flatMap((list) => list.split(",").map((one) => one.split(":")[1] ?? "")),
  env.BOOTSTRAP_SECRET,
  ADMIN.password,
];
