import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about the platform, its tenants, their plans and their keys. */
export const TENANT_ERRORS = {
  // The platform.
  bootstrap_secret_invalid: {
    status: 403,
    message: "The bootstrap secret is wrong, or none is configured.",
    action: "Send the deployment's BOOTSTRAP_SECRET.",
  },
  already_bootstrapped: {
    status: 409,
    message: "The platform already has its first admin.",
    action: "Sign in as a platform admin; ask a superadmin to invite more with platform.admins.invite.",
  },
  last_superadmin: {
    status: 409,
    message: "This is the last superadmin who can sign in. Nothing was changed.",
    action: "Give the role superadmin to another admin who has chosen a password, then try again.",
  },
  permission_already_granted: {
    status: 409,
    message: "The admin already has this permission.",
    action: "No action needed: the admin can manage the tenant already.",
  },
  conflict: {
    status: 409,
    message: "Other changes were made at the same time. Nothing was changed.",
    action: "Send the request again.",
    retryable: true,
  },
  tenant_deleted: {
    status: 403,
    message: "The tenant is deleted.",
    action: "Ask the platform's operators to restore it, which is possible until it is purged.",
  },
  parent_invalid: {
    status: 409,
    message: "The tenant can't be placed under this parent.",
    action: "Choose a parent that exists, isn't deleted, isn't a descendant, and is at most 4 levels deep.",
  },
  audit_chain_broken: {
    status: 409,
    message: "The tenant's audit log was altered after it was written.",
    action: "Call audit.verify to find the first broken event, then compare it with a backup of the database.",
  },
  plan_limit_exceeded: {
    status: 429,
    message: "The tenant's plan doesn't allow more of this.",
    action:
      "Ask the platform's operators for another plan, or remove what you don't need. details.limit names the limit.",
  },
  plan_not_found: {
    status: 404,
    message: "No plan has this slug.",
    action: "Check the slug against plans.list.",
  },
  plan_already_exists: {
    status: 409,
    message: "A plan with this slug already exists. Plans can't be changed.",
    action: "Choose another slug, then move tenants to the new plan with tenants.setPlan.",
  },
  plan_in_use: {
    status: 409,
    message: "Tenants are on this plan.",
    action: "Move them to another plan with tenants.setPlan, then delete this one.",
  },
  logo_invalid: {
    status: 400,
    message: "The image can't be used as a logo.",
    action:
      "Send a still PNG, JPEG or WebP image as base64, at most 128 KiB and 2,000 pixels a side. details.reason names what is wrong with details.field: format, bytes or pixels.",
  },
  logo_not_found: {
    status: 404,
    message: "The tenant has no logo with this hash.",
    action: "Get the logo's present URL with tenants.logo.get.",
  },
  webhook_not_found: {
    status: 404,
    message: "The tenant has no webhook with this id.",
    action: "List the tenant's webhooks with webhooks.list.",
  },
  webhook_limit_reached: {
    status: 409,
    message: "The tenant has as many webhooks as it can have.",
    action: "Delete one that isn't needed with webhooks.delete. details.max is the limit.",
  },
  webhook_backlog_full: {
    status: 409,
    message: "Too many deliveries of the webhook wait, so no more events can be replayed to it.",
    action: "Wait until fewer deliveries are unfinished, then repeat the call. details.max is the limit.",
    retryable: true,
  },
  webhook_disabled: {
    status: 409,
    message: "The webhook is disabled, so it receives no events.",
    action: "Enable it with webhooks.update and enabled: true, then call webhooks.replay.",
  },
  slug_taken: {
    status: 409,
    message: "Another tenant has this slug or host.",
    action: "Choose another slug or host.",
  },
  key_not_found: {
    status: 404,
    message: "The tenant has no API key with this id.",
    action: "Find the key's id with apiKeys.list or apiKeys.customers.list.",
  },
  key_not_active: {
    status: 409,
    message: "The API key has ended or was rotated, so it can't be changed.",
    action: "Change another key: details.replacedBy is the id of the key that replaced it, or null.",
  },
  key_exceeds_own_rights: {
    status: 403,
    message: "A restricted or platform key can't create or change a key with more rights than its own.",
    action:
      "Request a subset of the key's own scopes, IP ranges and lifetime (see details.problems), or use a secret key.",
  },
  invalid_scope: {
    status: 400,
    message: "The scope doesn't exist.",
    action: "Choose scopes from details.scopes.",
  },
} as const satisfies Record<string, ErrorDefinition>;
