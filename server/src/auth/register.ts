import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { newId } from "../ports/ids.ts";
import { PLATFORM_SLUG, type Tenant } from "../tenants/tenant.ts";
import { emailKey } from "./email.ts";
import { checkPassword } from "./password-policy.ts";
import type { UserRow } from "./store.ts";

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
}

type Needs = Pick<App, "auth" | "clock" | "passwords" | "blocklist">;

/** Throws `weak_password`, `email_taken`, and `forbidden` for the platform's own tenant, which nobody joins. */
export async function register(app: Needs, tenant: Tenant, registration: Registration): Promise<UserRow> {
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  const { email, password } = registration;
  await checkPassword(app, { tenant, email }, password);
  const { user, account } = await newUser(app, tenant.id, registration);
  if (!(await app.auth.createUser(user, account))) throw new AppError("email_taken");
  return user;
}

/** A user and the password account that goes with it, not yet written. */
export async function newUser(
  app: Pick<App, "clock" | "passwords">,
  tenantId: string,
  { email, password, name }: Registration,
): Promise<{ user: UserRow; account: { id: string; passwordHash: string } }> {
  const now = app.clock.now();
  const user: UserRow = {
    id: newId("usr", now),
    tenantId,
    email,
    emailKey: emailKey(email),
    emailVerifiedAt: null,
    name,
    status: "active",
    metadata: {},
    resetRequired: false,
    createdAt: now,
  };
  return { user, account: { id: newId("acc", now), passwordHash: await app.passwords.hash(password) } };
}
