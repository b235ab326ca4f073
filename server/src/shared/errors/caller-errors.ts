import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about the caller's credentials and permissions. */
export const CALLER_ERRORS = {
  unauthenticated: {
    status: 401,
    message: "This procedure requires an API key or a signed-in user.",
    action: "Send an API key in x-api-key, or an access token as Authorization: Bearer.",
  },
  forbidden: {
    status: 403,
    message: "This kind of caller isn't allowed to call this procedure.",
    action: "Use one of the kinds of caller that the API reference lists for the procedure.",
  },
  insufficient_permission: {
    status: 403,
    message: "The admin lacks the permission that this procedure requires.",
    action:
      "Ask a superadmin to grant details.permission for the tenant details.tenant, or for the platform if it is null.",
  },
  key_malformed: {
    status: 401,
    message: "The API key is malformed: its format or checksum is wrong.",
    action: "Copy the whole API key again.",
  },
  key_invalid: {
    status: 401,
    message: "The API key doesn't exist in this deployment.",
    action: "Check that the key belongs to this deployment, or create a new key with apiKeys.create.",
  },
  key_revoked: {
    status: 401,
    message: "The API key was revoked.",
    action: "Create a new key with apiKeys.create.",
  },
  key_expired: {
    status: 401,
    message: "The API key has expired.",
    action: "Create a new key with apiKeys.create.",
  },
  key_replaced: {
    status: 401,
    message: "The API key was rotated and its overlap has ended.",
    action: "Use the key that replaced it.",
  },
  key_disabled: {
    status: 401,
    message: "The API key is disabled.",
    action: "Ask the issuer of the key to enable it with apiKeys.customers.update.",
  },
  customer_key_not_allowed: {
    status: 401,
    message: "A customer's key can't be used to call this API.",
    action: "Use one of the tenant's own keys, which start with pk_, sk_ or rk_.",
  },
  client_ip_not_allowed: {
    status: 403,
    message: "Only a tenant's server may name the IP address of its end user.",
    action: "Leave out the header x-client-ip, or call with a secret key.",
  },
  ip_not_allowed: {
    status: 403,
    message: "This API key can't be used from this IP address.",
    action: "Call from an IP address in the key's allowedIpRanges, or add this address to them with apiKeys.update.",
  },
  origin_not_allowed: {
    status: 403,
    message: "This API key can't be used on pages of this origin.",
    action:
      "Add details.origin exactly as written to the key's allowedOrigins, or call from a page of a listed origin.",
  },
  insufficient_scope: {
    status: 403,
    message: "The key lacks the scope that this procedure requires.",
    action:
      "Use a key with the scope details.scope, or add the scope with apiKeys.update, or platform.keys.update for a platform key.",
  },
  token_malformed: {
    status: 401,
    message: "The bearer credential is neither an API key nor an access token.",
    action: "Send the access token exactly as it was issued, as Authorization: Bearer.",
  },
  token_invalid: {
    status: 401,
    message: "The access token was not issued by this deployment, or was altered.",
    action: "Sign in again.",
  },
  token_expired: {
    status: 401,
    message: "The access token has expired.",
    action: "Refresh it with auth.refresh, or sign in again.",
  },
  session_ended: {
    status: 401,
    message: "The session has ended.",
    action: "Sign in again.",
  },
  environment_mismatch: {
    status: 403,
    message: "The API key's environment differs from its tenant's.",
    action: "Use a live key for a live tenant, and a test key for a test tenant.",
  },
  test_tenant_only: {
    status: 403,
    message: "Only test tenants support this procedure.",
    action: 'Create a tenant with environment "test", then call with its secret key.',
  },
  tenant_required: {
    status: 400,
    message: "The request doesn't name a tenant.",
    action: "Send a key or token of the tenant, set the x-tenant-id header, or call the tenant's own host.",
  },
  tenant_not_found: {
    status: 404,
    message: "No tenant has this id or slug.",
    action: "Check the tenant's id or slug.",
  },
  tenant_mismatch: {
    status: 403,
    message: "The credentials belong to another tenant than the one that the request names.",
    action: "Leave out the tenant, or use credentials of the tenant that you name.",
  },
  tenant_suspended: {
    status: 403,
    message: "The tenant is suspended.",
    action: "Ask the platform's operators to resume the tenant.",
  },
} as const satisfies Record<string, ErrorDefinition>;
