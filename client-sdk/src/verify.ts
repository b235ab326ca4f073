export type { FactorRequirements } from "./verify/factors.ts";
export type { VerifiedToken } from "./verify/verified-token.ts";
export { createVerifier, type Verifier, type VerifierOptions } from "./verify/verifier.ts";
