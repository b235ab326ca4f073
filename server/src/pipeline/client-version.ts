import { CONTRACT_HASH, SDK_VERSION } from "../generated/version.ts";

/** The header with a client's version, `<version>+<contract hash>` (Semantic Versioning 2.0.0). */
export const CLIENT_HEADER = "x-cf-auth-client";
/** The header of a response to a client whose version doesn't match. It changes nothing else. */
export const WARNING_HEADER = "x-cf-auth-warning";

/** A version, and the hash of its contract. */
interface Release {
  readonly version: string;
  readonly contract: string;
}

const HERE: Release = { version: SDK_VERSION, contract: CONTRACT_HASH };
const CLIENT = /^(\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?)\+([0-9a-f]{16})$/;

/**
 * A warning with the next step for a client of a breaking earlier version, or of a later version than the service. Undefined for
 * matching versions, and for headers that can't be read.
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

/** Version of the client; undefined for other clients than the SDK. */
export function clientVersionOf(header: string | null): string | undefined {
  return CLIENT.exec(header ?? "")?.[1];
}

/** Major, minor, patch. A prerelease counts as its release. */
function numbersOf(version: string): number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}

/** The part of a version that grows with a breaking change: the first number, or before 1.0.0 the second. */
function breakingPart([major = 0, minor = 0]: readonly number[]): number[] {
  return major === 0 ? [major, minor] : [major];
}

/** Below zero where the first is older, above where it is newer. */
function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((number, i) => number !== b[i]);
  return differing === -1 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}
