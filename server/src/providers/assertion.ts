import type { JsonValue } from "oauth4webapi";

/** What a provider says about a person. */
export type Claims = Readonly<Record<string, JsonValue | undefined>>;

/** What a provider asserts about a person: issuer and subject identify them (SECURITY rule 20). */
export interface Assertion {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Claims;
}
