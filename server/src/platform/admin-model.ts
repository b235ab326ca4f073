/**
 * The authorization model of the platform graph: roles and permissions of platform admins. A tenant's parent and platform are
 * never stored; checks pass them as contextual tuples from the database. `bootstrapped` marks that the first admins have
 * their roles.
 */
export const ADMIN_MODEL = `model
  schema 1.1

type admin

type platform
  relations
    define bootstrapped: [platform]
    define superadmin: [admin]
    define support: [admin]
    define billing: [admin]
    define readonly: [admin]
    define can_manage: superadmin
    define can_issue_keys: superadmin
    define can_break_glass: superadmin or support
    define can_support: superadmin or support
    define can_bill: superadmin or billing
    define can_read: can_support or readonly
    define can_see: can_read or can_bill

type tenant
  relations
    define platform: [platform]
    define parent: [tenant]
    define manager: [admin] or superadmin from platform or manager from parent
    define support: [admin] or support from platform or support from parent
    define billing: [admin] or billing from platform or billing from parent
    define viewer: [admin] or readonly from platform or viewer from parent
    define emergency: [admin]
    define broke_glass: emergency and can_break_glass from platform
    define can_issue_keys: manager
    define can_manage: manager or broke_glass
    define can_support: can_manage or support
    define can_bill: can_manage or billing
    define can_read: can_support or viewer
    define can_see: can_read or can_bill
`;

/** The object of all platform roles. */
export const PLATFORM = "platform:platform";

export const BOOTSTRAPPED = { subject: PLATFORM, relation: "bootstrapped", object: PLATFORM } as const;

/** Roles on the whole platform. An admin has at most one. */
export const ROLES = ["superadmin", "support", "billing", "readonly"] as const;

export type AdminRole = (typeof ROLES)[number];

/** Roles on one tenant and its descendants. */
export const GRANTS = ["manager", "support", "billing", "viewer"] as const;

export type Grant = (typeof GRANTS)[number];

/** The relation of temporary break-glass access. */
export const EMERGENCY = "emergency";

/** A permission of an admin for a tenant. */
export interface AdminGrant {
  readonly tenantId: string;
  readonly relation: Grant | "emergency";
  readonly until: Date | null;
}

export interface AdminGrantRow extends AdminGrant {
  readonly userId: string;
}

/** What a procedure may need an admin to be permitted, by the relation of the model that says so. */
export const PERMISSIONS = {
  see: "can_see",
  read: "can_read",
  support: "can_support",
  billing: "can_bill",
  manage: "can_manage",
  keys: "can_issue_keys",
  breakGlass: "can_break_glass",
} as const;

export type Permission = keyof typeof PERMISSIONS;

export function adminSubject(userId: string): string {
  return `admin:${userId}`;
}

export function tenantObject(tenantId: string): string {
  return `tenant:${tenantId}`;
}

export function roleTuple(userId: string, role: AdminRole) {
  return { subject: adminSubject(userId), relation: role, object: PLATFORM };
}

export function grantTuple(userId: string, relation: Grant | typeof EMERGENCY, tenantId: string) {
  return { subject: adminSubject(userId), relation, object: tenantObject(tenantId) };
}
