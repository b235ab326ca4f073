import { type CfAuthClient, CfAuthError, type CheckRequest, createClient, solveChallenge } from "@cf-auth/client";
import { standIn } from "./stand-in.ts";

/** Checks of a tick, a list through its pages, a change and a refusal. */
export async function run() {
  const user = { id: "usr_1", email: "anne@example.com" };
  const { fetch, requested } = standIn({
    "authz.batchCheck": { results: [{ allowed: true }, { allowed: false }], revision: "7" },
    "users.list": { items: [user], nextCursor: null },
    "authz.write": { revision: "8" },
  });
  const client: CfAuthClient = createClient({ url: "https://auth.example.com", key: "sk_test_x", fetch });
  const question: CheckRequest = { subject: "user:anne", relation: "read", object: "repo:api" };
  const answers = await Promise.all([
    client.authz.check(question),
    client.authz.check({ ...question, relation: "write" }),
  ]);
  const emails: string[] = [];
  for await (const { email } of client.users.list({ limit: 1 })) emails.push(email);
  const { revision } = await client.authz.write({ writes: [question] });
  const refused = await client.tenants.list().catch((error: unknown) => error);
  const code = refused instanceof CfAuthError ? refused.code : undefined;
  const challenge = await solveChallenge(refused);
  return {
    allowed: answers.map(({ allowed }) => allowed),
    emails,
    revision,
    code,
    met: challenge !== undefined,
    requested,
  };
}

export const sees: Awaited<ReturnType<typeof run>> = {
  allowed: [true, false],
  emails: ["anne@example.com"],
  revision: "8",
  code: "forbidden",
  met: false,
  requested: ["authz.batchCheck", "users.list", "authz.write", "tenants.list"],
};
