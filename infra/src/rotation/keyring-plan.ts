import type { KeyringName, NextStep } from "./names.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Lifetime of queued emails and of idempotent results, which are encrypted with JWT_SECRET. */
const ENCRYPTED_MS = DAY_MS;

/** A version as the service reports it. */
export interface ServiceVersion {
  readonly version: string;
  readonly newest: boolean;
  readonly configured: boolean;
  readonly useCount: number;
  readonly firstSeenAt: Date | null;
  readonly newestSince: Date | null;
  readonly wasNewest: boolean;
}

/** What the state of a rotation is derived from. */
export interface KeyringFacts {
  readonly name: KeyringName;
  /** Versions that the service has, or that stored values need. */
  readonly service: readonly ServiceVersion[];
  /** Versions in the store, newest first. */
  readonly stored: readonly string[];
  /** Earliest issue of a refresh token that is still valid. */
  readonly oldestRefreshAt: Date | null;
  readonly now: Date;
  /** Time after which every instance of the Worker has a change. */
  readonly rolloutSeconds: number;
}

/** `undo`: to the version before the latest. */
export type Direction = "forward" | "undo";

/** The next step of a rotation, or `idle`: one version, everywhere. */
export function nextKeyringStep(facts: KeyringFacts, direction: Direction): NextStep | "idle" {
  const { stored, service } = facts;
  const [newest = ""] = stored;
  if (!isDeployed(facts)) return { step: "deploy", version: newest, blockers: [] };
  const [latest = "", previous = latest] = byNumber(stored);
  if (stored.length === 1) return "idle";
  const target = direction === "forward" ? latest : previous;
  if (newest !== target) return promotion(facts, target);
  // Undone, only the added version goes. Forward, all others go, the oldest first.
  const version = (direction === "undo" ? latest : byNumber(stored).at(-1)) ?? "";
  const uses = service.find((one) => one.version === version)?.useCount ?? 0;
  if (facts.name === "JWT_SECRET" && uses > 0) return reencryption(version, uses);
  return retirement(facts, target, version);
}

/** Whether the service runs with exactly what is stored. */
export function isDeployed({ stored, service }: Pick<KeyringFacts, "stored" | "service">): boolean {
  const live = service.filter(({ configured }) => configured);
  const newest = live.find((version) => version.newest)?.version;
  const isSame = live.length === stored.length && live.every(({ version }) => stored.includes(version));
  return isSame && newest === stored[0];
}

/** Version ids, the latest first: those that this program adds are numbered. */
export function byNumber(versions: readonly string[]): string[] {
  return versions.toSorted((a, b) => numberOf(b) - numberOf(a));
}

export function numberOf(version: string): number {
  return Number(/\d+$/.exec(version)?.[0] ?? 0);
}

/** An instance that doesn't have the version yet would refuse what another one signed with it. */
function promotion({ service, now, rolloutSeconds }: KeyringFacts, version: string): NextStep {
  const seen = service.find((one) => one.version === version)?.firstSeenAt;
  const at = seen && new Date(seen.getTime() + rolloutSeconds * 1000);
  if (at && at <= now) return { step: "deploy", version, blockers: [] };
  const blocker = `Some instances of the Worker may not have ${version} yet.`;
  return { step: "deploy", version, blockers: [blocker], at: at ?? undefined };
}

function reencryption(version: string, uses: number): NextStep {
  const keys = uses === 1 ? "1 signing key is" : `${uses} signing keys are`;
  const blocker = `${keys} still encrypted with ${version}. The schedule re-encrypts 200 every 5 minutes.`;
  return { step: "re-encrypt", version, blockers: [blocker] };
}

function retirement(facts: KeyringFacts, target: string, version: string): NextStep {
  const { name, service, oldestRefreshAt, now, rolloutSeconds } = facts;
  const old = service.find((one) => one.version === version);
  const step = { step: "retire", version } as const;
  if (old?.useCount) {
    const hashes = old.useCount === 1 ? "1 password hash has" : `${old.useCount} password hashes have`;
    const blocker = `${hashes} ${version}. Each moves at its user's next sign-in; --force-reset has the others reset.`;
    return { ...step, blockers: [blocker] };
  }
  // Nothing was ever encrypted or signed with it.
  if (old?.wasNewest === false) return { ...step, blockers: [] };
  const since = service.find((one) => one.version === target)?.newestSince;
  if (!since) return { ...step, blockers: [`The service hasn't recorded yet since when ${target} is the newest.`] };
  const everywhere = since.getTime() + rolloutSeconds * 1000;
  const at = new Date(name === "JWT_SECRET" ? everywhere + ENCRYPTED_MS : everywhere);
  const blockers = [];
  if (at > now) {
    blockers.push(
      name === "JWT_SECRET"
        ? `Queued emails and idempotent results of the last day may need ${version}.`
        : `Some instances of the Worker may still hash with ${version}.`,
    );
  }
  if (name === "JWT_SECRET" && oldestRefreshAt !== null && oldestRefreshAt.getTime() <= everywhere) {
    blockers.push(
      `A session has a refresh token of ${version} from ${oldestRefreshAt.toISOString()}. It moves at its next refresh, or expires.`,
    );
  }
  return { ...step, blockers, at: at > now ? at : undefined };
}
