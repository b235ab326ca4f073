/**
 * What platform admins may do, as a model of the platform's own graph. A tenant's parent and its platform are never
 * stored: whoever asks brings them as they are in the database. `founded` marks that the first admins were given theirs.
 */
export const ADMIN_MODEL = `model
  schema 1.1

type admin

type platform
  relations
    define founded: [platform]
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

/** The platform as the one object that roles are held on. */
export const PLATFORM = "platform:platform";

export const FOUNDED = { subject: PLATFORM, relation: "founded", object: PLATFORM } as const;

/** What an admin may be for the whole platform; one of them at most. */
export const ROLES = ["superadmin", "support", "billing", "readonly"] as const;

export type AdminRole = (typeof ROLES)[number];

/** What an admin may be for one tenant, and for all below it. */
export const GRANTS = ["manager", "support", "billing", "viewer"] as const;

export type Grant = (typeof GRANTS)[number];

/** Taken for a while by an admin whose role allows that. */
export const EMERGENCY = "emergency";

/** A permission of an admin for a tenant. */
export interface HeldGrant {
  readonly tenantId: string;
  readonly relation: Grant | "emergency";
  readonly until: Date | null;
}

export interface AdminGrant extends HeldGrant {
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
