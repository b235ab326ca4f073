import { type ScopedCall, Scopes } from "../api-keys/scopes.ts";
import type { Declaration } from "./declaration.ts";

/** The scopes of a router: whatever a secret key may call, a restricted key may be allowed by name. */
export function scopesOf(router: { readonly _def: { readonly procedures: object } }): Scopes {
  // Flat at run time, by path; tRPC types it as nested, and keeps the declaration as it was given.
  const flat = router._def.procedures as Record<string, { _def: { type: ScopedCall["type"]; meta?: Declaration } }>;
  const calls = Object.entries(flat).filter(([, { _def }]) => _def.meta?.caller.includes("secret"));
  return new Scopes(calls.map(([path, { _def }]) => ({ path, type: _def.type })));
}
