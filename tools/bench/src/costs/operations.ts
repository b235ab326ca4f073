import { type CfAuthClient, createClient } from "@cf-auth/client";
import type { Stack } from "@cf-auth/local/stack";
import { readChecks, seeds } from "@cf-auth/seeds";

/** Frequent operations, as the SDK does them. */
export interface Operation {
  readonly name: string;
  readonly call: (callers: Callers) => Promise<unknown>;
  /** Consecutive calls: enough for a mean, and finished before alarms of objects run. */
  readonly calls: number;
}

/** Clients of one server. */
export interface Callers {
  readonly stack: Stack;
  readonly authz: CfAuthClient["authz"];
  readonly auth: CfAuthClient["auth"];
  refreshToken: string;
  /** Another check and another number for each call. */
  question(): Question;
  turn(): number;
}

interface Question {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

const PERSON = { email: "anne@example.com", password: "a sentence that is measured" };
const BATCH = 100;
const NOBODY = { subject: "user:nobody", relation: "read", object: "repo:nothing" };
const MEMBER = { relation: "member", object: "team:kubernetes/sig-release" };

/** Clients of a kubernetes-org tenant without sign-ins. */
export async function callersAt(stack: Stack, server: CfAuthClient): Promise<Callers> {
  const questions = readChecks(seeds.kubernetes.checks).map(({ allowed: _, ...question }) => question);
  const { key } = await server.apiKeys.create({ kind: "publishable", name: "bench" });
  const { auth } = createClient({ url: stack.url, key });
  await auth.register(PERSON);
  const { refreshToken } = await auth.login(PERSON);
  let turn = 0;
  const question = () => questions[turn++ % questions.length] ?? NOBODY;
  return { stack, authz: server.authz, auth, refreshToken, question, turn: () => turn++ };
}

const batch = ({ question }: Callers) => Array.from({ length: BATCH }, question);

export const OPERATIONS: readonly Operation[] = [
  { name: "exact check", calls: 200, call: ({ authz, question }) => authz.check(question()) },
  {
    name: "fast check",
    calls: 200,
    call: ({ authz, question }) => authz.check({ ...question(), consistency: "fast" }),
  },
  {
    name: `${BATCH} exact checks`,
    calls: 100,
    call: (callers) => callers.authz.batchCheck({ checks: batch(callers) }),
  },
  {
    name: `${BATCH} fast checks`,
    calls: 100,
    call: (callers) => callers.authz.batchCheck({ checks: batch(callers), consistency: "fast" }),
  },
  {
    name: "tuple written",
    calls: 100,
    call: ({ authz, turn }) => authz.write({ writes: [{ ...MEMBER, subject: `user:new-${turn()}` }] }),
  },
  { name: "login", calls: 50, call: ({ auth }) => auth.login(PERSON) },
  {
    name: "refresh",
    calls: 100,
    call: async (callers) => {
      ({ refreshToken: callers.refreshToken } = await callers.auth.refresh({ refreshToken: callers.refreshToken }));
    },
  },
  {
    name: "registration",
    calls: 50,
    call: ({ auth, turn }) => auth.register({ ...PERSON, email: `somebody-${turn()}@example.com` }),
  },
  { name: "scheduled work", calls: 20, call: ({ stack }) => stack.runSchedule() },
];
