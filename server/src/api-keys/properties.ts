import type * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { readRange } from "../shared/ip-address.ts";
import { requireOriginsFor } from "../shared/origin.ts";
import type { KeyKind, KeyMode } from "./api-key.ts";
import type { ApiKeysDeps } from "./deps.ts";
import type * as inputs from "./inputs.ts";
import type { Scopes } from "./scopes.ts";
import type { KeyChange } from "./store.ts";

/** Requested properties of a new or existing key. Omitted properties stay unchanged. */
export interface RequestedProperties {
  readonly name?: string | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly allowedIpRanges?: readonly string[] | undefined;
  readonly limits?: z.infer<typeof inputs.limits> | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly ownerId?: string | null | undefined;
  readonly enabled?: boolean | undefined;
  readonly quota?: z.infer<typeof inputs.quota> | null | undefined;
}

type Deps = Pick<ApiKeysDeps, "scopes" | "platformScopes" | "clock">;

/**
 * The requested properties in stored form. `serial` is that of the key's current quota.
 *
 * Throws `invalid_scope`, and `invalid_input` for a time in the past and for properties that the kind doesn't have.
 */
export function propertiesOf(
  app: Deps,
  { kind, mode }: { readonly kind: KeyKind; readonly mode: KeyMode },
  requested: RequestedProperties,
  serial: number,
): KeyChange {
  const now = app.clock.now();
  requireAllowedForKind(kind, requested);
  requireOriginsFor(mode, requested.allowedOrigins ?? []);
  if (kind === "restricted") requireScopes(app.scopes, requested.scopes);
  if (kind === "platform") requireScopes(app.platformScopes, requested.scopes);
  if (requested.expiresAt && requested.expiresAt <= now) throw invalid("expiresAt", "This time is in the past.");
  const { allowedIpRanges, quota, ...rest } = requested;
  const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...defined,
    ...(allowedIpRanges && { allowedIpRanges: allowedIpRanges.map((text) => readRange(text) ?? text) }),
    ...(quota !== undefined && { quota: quotaFrom(quota, now), quotaSerial: serial + 1 }),
  };
}

function quotaFrom(
  quota: NonNullable<RequestedProperties["quota"]> | null,
  now: Date,
): NonNullable<KeyChange["quota"]> | null {
  return quota && { remaining: quota.remaining, refill: quota.refill ?? null, setAt: now.getTime() };
}

function requireAllowedForKind(kind: KeyKind, { scopes, allowedOrigins }: RequestedProperties): void {
  if ((kind === "restricted" || kind === "platform") && scopes?.length === 0)
    throw invalid("scopes", `A ${kind} key needs at least one scope.`);
  if ((kind === "secret" || kind === "publishable") && scopes?.length) {
    throw invalid("scopes", "Only restricted keys have scopes.");
  }
  if (kind !== "publishable" && allowedOrigins?.length) {
    throw invalid("allowedOrigins", "Only publishable keys have allowedOrigins.");
  }
}

function requireScopes(existing: Scopes, scopes: readonly string[] = []): void {
  const unknown = existing.unknownOf(scopes);
  if (unknown.length > 0) throw new AppError("invalid_scope", { unknown, scopes: existing.all });
}

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}
