import { type Factors, hasEmailBesideAnother, hasSecondFactor } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import type { FactorsDeps } from "./deps.ts";

/** Proofs that `auth.stepUp` accepts. */
export type Proof = "password" | "totp" | "passkey" | "backup_code" | "email_code";

/** The factors that are missing. */
export interface MissingFactors {
  /** Proofs of which one is needed. */
  readonly methods: readonly Proof[];
  /** Second factors that the user can enrol first, because they have none. */
  readonly enroll: readonly ("totp" | "passkey")[];
}

type Deps = Pick<FactorsDeps, "factors" | "hasRelation">;

/**
 * Whether a user must show a second factor: they have one, or an administrator, the tenant or a relation in its graph requires it.
 * Platform admins always must.
 */
export async function requiresSecondFactor(
  { hasRelation }: Pick<Deps, "hasRelation">,
  tenant: Tenant,
  user: UserRow,
): Promise<boolean> {
  const { secondFactor, secondFactorRelations } = settingsOf(tenant);
  if (tenant.slug === PLATFORM_SLUG || secondFactor === "required") return true;
  if (user.hasSecondFactor || user.secondFactorRequired) return true;
  const answers = await Promise.all(secondFactorRelations.map((one) => hasRelation(tenant.id, user.id, one)));
  // Without an answer the factor is required.
  return answers.some((answer) => answer !== false);
}

/** Whether two factors were shown that this user may sign in with. An emailed code is one where the user has no better. */
export function hasTwoFactors(tenant: Tenant, user: UserRow, factors: Factors): boolean {
  return hasSecondFactor(factors) || (hasEmailBesideAnother(factors) && acceptsEmailCode(tenant, user));
}

/** Whether an emailed code is a second factor of this user: the tenant accepts it, and they have enrolled no other. */
function acceptsEmailCode(tenant: Tenant, user: UserRow): boolean {
  return (
    settingsOf(tenant).secondFactorMethods.includes("email") && user.emailVerifiedAt !== null && !user.hasSecondFactor
  );
}

/** Whether the factors suffice for a session: two, or one on a trusted device, or one where no second is required. */
export async function sufficesToSignIn(
  app: Pick<Deps, "hasRelation">,
  tenant: Tenant,
  user: UserRow,
  factors: Factors,
): Promise<boolean> {
  if (hasTwoFactors(tenant, user, factors) || "device" in factors) return true;
  return !(await requiresSecondFactor(app, tenant, user));
}

/** The second factors that the user can show or enrol, beside those that were shown. */
export async function missingFactors(
  { factors: store }: Pick<Deps, "factors">,
  tenant: Tenant,
  user: UserRow,
  shown: Factors,
): Promise<MissingFactors> {
  const { totp, passkeys, backupCodesLeft } = await store.enrolled(user);
  const { secondFactorMethods } = settingsOf(tenant);
  const methods: Proof[] = [];
  if (totp !== undefined) methods.push("totp");
  if (passkeys.length > 0) methods.push("passkey");
  if (backupCodesLeft > 0) methods.push("backup_code");
  if (acceptsEmailCode(tenant, user) && !("email" in shown)) methods.push("email_code");
  const enroll = methods.length > 0 ? [] : secondFactorMethods.filter((method) => method !== "email");
  return { methods, enroll };
}

/** Proofs by which a signed-in user can show that it is them, where none was shown lately. */
export async function firstFactorProofs(
  { factors }: Pick<Deps, "factors">,
  tenant: Tenant,
  user: UserRow,
  hasPassword: boolean,
): Promise<Proof[]> {
  const { passkeys } = await factors.enrolled(user);
  const proofs: Proof[] = [];
  if (hasPassword) proofs.push("password");
  if (passkeys.length > 0) proofs.push("passkey");
  const { signInMethods } = settingsOf(tenant);
  const mayEmail = !hasPassword || signInMethods.some((method) => method === "email_code" || method === "magic_link");
  if (mayEmail && user.emailVerifiedAt !== null) proofs.push("email_code");
  return proofs;
}
