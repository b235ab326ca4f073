import type { App } from "../app.ts";
import type { Entry } from "../audit/entry.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { countAttempt, type Guess, lookAt } from "./count-attempt.ts";
import { emailKey } from "./email.ts";
import { passGate } from "./gate.ts";
import { verifyPassword } from "./guess-password.ts";
import { rehash } from "./rehash.ts";
import { type Client, openSession, type Tokens } from "./session.ts";
import type { UserRow } from "./store.ts";

type Needs = Pick<
  App,
  | "auth"
  | "sessions"
  | "clock"
  | "passwords"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "attempts"
  | "challenges"
  | "requiredFactors"
>;

const METHODS = ["pwd"];

/**
 * Throws what `countAttempt` throws, `invalid_credentials`, `busy`, and what the gate throws. An address nobody has takes
 * the same work as a wrong password and answers the same.
 */
export async function login(
  app: Needs,
  tenant: Tenant,
  client: Client,
  {
    email,
    password,
    entry,
    ...guess
  }: { email: string; password: string; entry: Entry } & Pick<Guess, "ip" | "challenge">,
): Promise<Tokens & { user: UserRow }> {
  const account = emailKey(email);
  // The row is read meanwhile, and looked at only once the attempt has been counted.
  const [attempt, found] = await Promise.all([
    countAttempt(app, tenant, { ...guess, kind: "password", account }),
    app.auth.findForLogin(tenant.id, account),
  ]);
  const matches = await lookAt(attempt, async () => await verifyPassword(app, password, found?.passwordHash));
  if (!found?.passwordHash || !matches) throw new AppError("invalid_credentials");

  const { user, passwordHash } = found;
  entry.subject = user.id;
  const enter = async () => {
    passGate(app, { tenant, user, methods: METHODS });
    await rehash(app, user.id, password, passwordHash);
    return await openSession(app, tenant, user, client, { methods: METHODS, entry });
  };
  // It was no wrong guess, whatever the gate says.
  const [entering, counting] = [enter(), attempt.succeed()];
  await Promise.allSettled([entering, counting]);
  await counting;
  return { user, ...(await entering) };
}
