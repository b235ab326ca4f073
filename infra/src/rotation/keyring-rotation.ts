import type { RotateOptions } from "./arguments.ts";
import { type KeyringFacts, nextKeyringStep } from "./keyring-plan.ts";
import type { KeyringName, NextStep, Progress, RotationName, Step } from "./names.ts";
import { blockedStep, nothingToUndo, otherStep, RotationError } from "./rotation-error.ts";
import { notDeployed, type Secrets, type Service } from "./service.ts";
import type { SecretStore } from "./stores/secret-store.ts";

/** Keyrings with their rotation, and their name in the contract. */
export const KEYRINGS = {
  "jwt-secret": { name: "JWT_SECRET", secret: "jwtSecret" },
  pepper: { name: "PASSWORD_PEPPER", secret: "passwordPepper" },
} as const satisfies Partial<
  Record<RotationName, { name: KeyringName; secret: Secrets["versions"][number]["secret"] }>
>;
export type KeyringRotation = keyof typeof KEYRINGS;

/** Users of one call of `platform.forceResets`. */
const RESETS_A_CALL = 25;

export interface RotationDeps {
  readonly service: Service;
  readonly store: SecretStore;
  /** Time for a change to arrive, in seconds. */
  readonly timeoutSeconds: number;
  readonly now: () => Date;
  /** Prints a line for people. */
  readonly log: (text: string) => void;
}

/** Takes the possible steps of the rotation of a secret with versions. Throws `RotationError`. */
export async function rotateKeyring(
  rotation: KeyringRotation,
  options: RotateOptions,
  deps: RotationDeps,
): Promise<Progress> {
  const { name } = KEYRINGS[rotation];
  const done: Step[] = [];
  for (;;) {
    const facts = await keyringFacts(rotation, deps);
    const planned = nextKeyringStep(facts, options.undo ? "undo" : "forward");
    if (planned === "idle" && options.undo && done.length === 0) throw nothingToUndo(rotation);
    // A started rotation is continued; a complete one isn't started again by the same run.
    if (planned === "idle" && (done.length > 0 || options.resume)) return { secret: rotation, done, next: undefined };
    const next: NextStep = planned === "idle" ? { step: "add", version: "a new version", blockers: [] } : planned;
    const progress = { secret: rotation, done, next };
    if (options.step !== undefined && done.length > 0) return progress;
    if (options.step !== undefined && options.step !== next.step) throw otherStep(rotation, options.step, next);
    // The version may have been put back by an undo that was stopped, so a person decides.
    if (options.dryRun || (options.resume && next.step === "deploy")) return progress;
    if (next.blockers.length > 0) {
      const isForced = options.forceReset && rotation === "pepper" && next.step === "retire";
      if (isForced && (await forceResets(next.version, deps))) continue;
      if (options.step !== undefined || options.forceReset) throw blockedStep(rotation, next);
      return progress;
    }
    const { version, expected } = await perform(name, next, facts, deps.store);
    done.push({ step: next.step, version });
    deps.log(`${rotation}: ${next.step} ${version}`);
    if (!(await deps.store.deploy())) {
      const [newest = version] = expected;
      return { ...progress, next: { step: "deploy", version: newest, blockers: [deps.store.deployAction] } };
    }
    await arrival(rotation, expected, deps);
    // Each run undoes one rotation.
    if (options.undo && next.step === "retire") return { secret: rotation, done, next: undefined };
  }
}

/** Changes the store. Returns the version that it was about, and all versions afterwards, newest first. */
async function perform(name: KeyringName, next: NextStep, facts: KeyringFacts, store: SecretStore) {
  const { stored } = facts;
  const { step, version } = next;
  const live = liveOf(facts);
  if (step === "add") {
    const added = await store.add(name, live);
    return { version: added, expected: [...stored, added] };
  }
  const others = stored.filter((one) => one !== version);
  if (step === "retire") {
    await store.remove(name, version, live);
    return { version, expected: others };
  }
  // What is stored may only wait for its deployment.
  if (version !== stored[0]) await store.promote(name, version);
  return { version, expected: [version, ...others] };
}

/** Waits until the service has exactly these versions, of which the first is the newest. */
async function arrival(rotation: KeyringRotation, expected: readonly string[], deps: RotationDeps): Promise<void> {
  const { name, secret } = KEYRINGS[rotation];
  const hasArrived = await deps.service.reports(({ versions }) => {
    const live = versions.filter((one) => one.secret === secret && one.configured);
    const isSame = live.length === expected.length && live.every(({ version }) => expected.includes(version));
    return isSame && live.find(({ newest }) => newest)?.version === expected[0];
  }, deps.timeoutSeconds);
  if (!hasArrived) throw notDeployed(`${name} with ${expected.join(", ")}`, deps.store.deployAction);
}

/** What the state of a rotation is derived from. Throws `store_mismatch`. */
export async function keyringFacts(
  rotation: KeyringRotation,
  { service, store, now }: Pick<RotationDeps, "service" | "store" | "now">,
): Promise<KeyringFacts> {
  const { name, secret } = KEYRINGS[rotation];
  const { versions, oldestRefreshAt } = await service.secrets();
  const own = versions.filter((version) => version.secret === secret);
  const live = liveOf({ service: own });
  const stored = await store.versions(name, live);
  if (stored.some((version) => live.includes(version))) {
    return { name, service: own, stored, oldestRefreshAt, now: now(), rolloutSeconds: store.rolloutSeconds };
  }
  throw new RotationError(
    "store_mismatch",
    `${store.location} has ${stored.join(", ")} of ${name}, and the service has ${live.join(", ")}: none in common.`,
    "Choose the store of this service with --store, and its stack with --stack.",
  );
}

/** Versions that the service has, newest first. */
function liveOf({ service }: Pick<KeyringFacts, "service">): string[] {
  const live = service.filter(({ configured }) => configured);
  return live.toSorted((a, b) => Number(b.newest) - Number(a.newest)).map(({ version }) => version);
}

/** Resets the passwords whose hash has the version, but the caller's. Returns whether there were any. */
async function forceResets(pepperVersion: string, { service, log }: RotationDeps): Promise<boolean> {
  let count = 0;
  for (;;) {
    const request = { pepperVersion, limit: RESETS_A_CALL };
    const { resetCount, leftCount } = await service.client().platform.forceResets(request);
    count += resetCount;
    if (resetCount > 0) log(`pepper: ${count} passwords reset, ${leftCount} left`);
    if (leftCount === 0) return count > 0;
  }
}
