import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about the platform, its tenants, their plans and their keys. */
export const TENANT_ERRORS = {
  // The platform.
  bootstrap_refused: {
    status: 403,
    message: "The bootstrap secret is wrong, or none is configured.",
    action: "Use the deployment's BOOTSTRAP_SECRET.",
  },
  bootstrap_done: {
    status: 409,
    message: "The platform has its first admin already; the bootstrap works once.",
    action: "Sign in as a platform admin.",
  },
  last_superadmin: {
    status: 409,
    message: "Nobody else could manage the platform then; nothing was changed.",
    action: "Make somebody else a superadmin first, who has chosen a password.",
  },
  permission_held: {
    status: 409,
    message: "This admin has the permission already.",
    action: "Go on: nothing needs to be taken.",
  },
  admins_changed: {
    status: 409,
    message: "Admins were changed again and again meanwhile; nothing was changed.",
    action: "Try again.",
    retryable: true,
  },
  tenant_deleted: {
    status: 403,
    message: "The tenant has been deleted.",
    action: "Ask the platform's operators: it can be restored until it is purged.",
  },
  tenant_misplaced: {
    status: 409,
    message: "The tenant cannot stand there.",
    action: "Name a parent that is there, is not deleted, is not below the tenant, and leaves a level for it.",
  },
  audit_broken: {
    status: 409,
    message: "The tenant's log has been changed since it was written.",
    action: "Call audit.verify to see where, and compare with a backup of the database.",
  },
  plan_exceeded: {
    status: 429,
    message: "The tenant's plan does not allow more of this.",
    action:
      "Ask the platform's operators for another plan, or remove what is not needed; details say which limit it is.",
  },
  plan_unknown: {
    status: 404,
    message: "There is no such plan.",
    action: "Check the slug against plans.list.",
  },
  plan_taken: {
    status: 409,
    message: "There is a plan of this slug already. A plan stays what it is.",
    action: "Choose another slug, and put tenants on the new plan.",
  },
  plan_in_use: {
    status: 409,
    message: "Tenants are on this plan.",
    action: "Put them on another plan first.",
  },
  slug_taken: {
    status: 409,
    message: "Another tenant has this slug or host.",
    action: "Choose another.",
  },
  key_not_found: {
    status: 404,
    message: "The tenant has no API key with this id.",
    action: "List the tenant's keys to find its id.",
  },
  key_not_active: {
    status: 409,
    message: "This API key has ended or has been replaced, so nothing can be changed about it.",
    action: "Use another key: details.replacedBy names the one that took its place, if any.",
  },
  key_changed: {
    status: 409,
    message: "This API key was changed again and again meanwhile; nothing was changed.",
    action: "Try again.",
    retryable: true,
  },
  key_exceeds_own: {
    status: 403,
    message: "A restricted key cannot make or change a key that may do more than itself.",
    action: "Ask for no more than the key has, as details.problems says, or use a secret key.",
  },
  scope_unknown: {
    status: 400,
    message: "There is no such scope.",
    action: "Choose from those in details.scopes.",
  },
} as const satisfies Record<string, ErrorDefinition>;
