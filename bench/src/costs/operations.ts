import { type Client, createClient } from "@cf-auth/client";
import type { Stack } from "@cf-auth/local/stack";
import { readChecks, seeds } from "@cf-auth/seeds";

/** What is done often enough to be paid for, as the SDK does it. */
export interface Operation {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  /** How often it is called in a row: enough for a mean, and over before objects' alarms ring. */
  readonly calls: number;
}

const PERSON = { email: "anne@example.com", password: "a sentence that is measured" };
const BATCH = 100;

/** The operations, at a tenant that holds kubernetes-org. */
export async function operationsOf(stack: Stack, server: Client): Promise<Operation[]> {
  const questions = readChecks(seeds.kubernetes.checks).map(({ allowed: _, ...question }) => question);
  let turn = 0;
  const question = () => questions[turn++ % questions.length] ?? NOBODY;
  const batch = () => Array.from({ length: BATCH }, question);
  const { key } = await server.apiKeys.create({ kind: "publishable", name: "bench" });
  const { auth } = createClient({ url: stack.url, key });
  await auth.register(PERSON);
  let { refreshToken } = await auth.login(PERSON);
  const { authz } = server;
  return [
    { name: "exact check", calls: 200, call: () => authz.check(question()) },
    { name: "fast check", calls: 200, call: () => authz.check({ ...question(), consistency: "fast" }) },
    { name: `${BATCH} exact checks`, calls: 100, call: () => authz.batchCheck({ checks: batch() }) },
    {
      name: `${BATCH} fast checks`,
      calls: 100,
      call: () => authz.batchCheck({ checks: batch(), consistency: "fast" }),
    },
    {
      name: "tuple written",
      calls: 100,
      call: () => authz.write({ writes: [{ ...MEMBER, subject: `user:new-${turn++}` }] }),
    },
    { name: "login", calls: 50, call: () => auth.login(PERSON) },
    {
      name: "refresh",
      calls: 100,
      call: async () => {
        ({ refreshToken } = await auth.refresh({ refreshToken }));
      },
    },
    {
      name: "registration",
      calls: 50,
      call: () => auth.register({ ...PERSON, email: `somebody-${turn++}@example.com` }),
    },
    { name: "scheduled work", calls: 1, call: () => stack.runSchedule() },
  ];
}

const NOBODY = { subject: "user:nobody", relation: "read", object: "repo:nothing" };
const MEMBER = { relation: "member", object: "team:kubernetes/sig-release" };
