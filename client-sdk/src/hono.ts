export { type AuthenticateOptions, type AuthVariables, authenticate } from "./hono/authenticate.ts";
export { type RequirePermissionOptions, requirePermission } from "./hono/require-permission.ts";
