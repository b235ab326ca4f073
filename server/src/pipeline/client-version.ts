import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";

/** In which a client says what it was made from: `<version>+<contract hash>`, a version of Semantic Versioning 2.0.0. */
export const CLIENT_HEADER = "x-cf-auth-client";
/** In which the answer says that the two do not go together, and what to do; nothing else ever comes of it. */
export const WARNING_HEADER = "x-cf-auth-warning";

/** A version as far as it is compared, and the contract that came with it. */
interface Release {
  readonly version: string;
  readonly contract: string;
}

const HERE: Release = { version: SDK_VERSION, contract: CONTRACT_HASH };
const CLIENT = /^(\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?)\+([0-9a-f]{16})$/;

/**
 * One sentence for a client that may meet what it does not know, with what to do about it: one from before calls were
 * changed, or one that is newer than the service. Undefined where the two go together, and where a client says nothing
 * that can be read.
 */
export function clientWarning(header: string | null, service: Release = HERE): string | undefined {
  const [, version, contract] = CLIENT.exec(header ?? "") ?? [];
  if (version === undefined || contract === service.contract) return undefined;
  const [client, own] = [numbersOf(version), numbersOf(service.version)];
  const order = compare(client, own);
  if (order > 0) {
    return `This client is ${version} and the service is still ${service.version}, so calls may be missing here: deploy the newer service, or install @cf-auth/client ${service.version}.`;
  }
  if (order === 0 || compare(breakingPart(client), breakingPart(own)) === 0) return undefined;
  return `This client is ${version} and the service is ${service.version}, with calls changed in between: install @cf-auth/client ${service.version}.`;
}

/** Major, minor, patch. A version that comes before its release counts as the release: it is as good as there. */
function numbersOf(version: string): number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}

/** What grows with a change that breaks: the first number, or before 1.0.0 the second. */
function breakingPart([major = 0, minor = 0]: readonly number[]): number[] {
  return major === 0 ? [major, minor] : [major];
}

/** Below zero where the first is older, above where it is newer. */
function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((number, i) => number !== b[i]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
