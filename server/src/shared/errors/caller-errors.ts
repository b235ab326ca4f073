import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about who is calling. */
export const CALLER_ERRORS = {
  // Who is calling.
  unauthenticated: {
    status: 401,
    message: "This procedure needs a key or a signed-in user.",
    action: "Pass an API key or an access token.",
  },
  forbidden: {
    status: 403,
    message: "This caller may not do this.",
    action: "Use a caller of a kind that the procedure names in its reference.",
  },
  permission_missing: {
    status: 403,
    message: "This admin lacks the permission that this call needs.",
    action: "Have a superadmin give it, as details.permission and details.tenant say; null stands for the platform.",
  },
  key_malformed: {
    status: 401,
    message: "This is not an API key: its form or its checksum is wrong.",
    action: "Copy the key again, whole.",
  },
  key_unknown: {
    status: 401,
    message: "There is no such API key.",
    action: "Check that the key belongs to this deployment; create another if it is lost.",
  },
  key_revoked: {
    status: 401,
    message: "This API key has been revoked.",
    action: "Create another key.",
  },
  key_expired: {
    status: 401,
    message: "This API key has expired.",
    action: "Create another key.",
  },
  key_replaced: {
    status: 401,
    message: "This API key has been replaced by another.",
    action: "Use the key that took its place.",
  },
  key_disabled: {
    status: 401,
    message: "This API key is switched off.",
    action: "Have whoever issued it switch it on.",
  },
  key_of_customer: {
    status: 401,
    message: "This is a key that a tenant issued to its customer; it opens nothing here.",
    action: "Use a key of the tenant's own: pk_, sk_ or rk_.",
  },
  address_refused: {
    status: 403,
    message: "This API key may not be used from this address.",
    action: "Call from an address in the key's allowedAddresses, or have the address added.",
  },
  origin_refused: {
    status: 403,
    message: "This API key can't be used on pages of this origin.",
    action:
      "Add details.origin to the key's allowedOrigins exactly as it stands there, or call from a page that is listed.",
  },
  scope_missing: {
    status: 403,
    message: "This restricted key lacks the scope that this call needs.",
    action: "Use a key with the scope in details.scope, or have it added.",
  },
  token_malformed: {
    status: 401,
    message: "The bearer credential is neither an API key nor an access token.",
    action: "Send the access token exactly as it was issued.",
  },
  token_invalid: {
    status: 401,
    message: "The access token was not issued here, or was altered.",
    action: "Sign in again.",
  },
  token_expired: {
    status: 401,
    message: "The access token has expired.",
    action: "Refresh it with the refresh token, or sign in again.",
  },
  session_ended: {
    status: 401,
    message: "The session has ended.",
    action: "Sign in again.",
  },
  environment_mismatch: {
    status: 403,
    message: "The key is of another environment than its tenant.",
    action: "Use a live key for a live tenant, and a test key for a test tenant.",
  },
  live_refused: {
    status: 403,
    message: "Only test tenants have this.",
    action: 'Have a tenant created with environment "test", and call with its secret key.',
  },
  tenant_required: {
    status: 400,
    message: "The request does not say which tenant it is about.",
    action: "Pass a key or token of the tenant, the x-tenant-id header, or use the tenant's own host.",
  },
  tenant_unknown: {
    status: 404,
    message: "There is no such tenant.",
    action: "Check the tenant's id or slug.",
  },
  tenant_mismatch: {
    status: 403,
    message: "The credentials belong to another tenant than the one the request names.",
    action: "Leave the tenant out, or use credentials of that tenant.",
  },
  tenant_suspended: {
    status: 403,
    message: "The tenant is suspended.",
    action: "Ask the platform's operators.",
  },
} as const satisfies Record<string, ErrorDefinition>;
