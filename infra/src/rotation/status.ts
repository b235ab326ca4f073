import { nextKeyringStep } from "./keyring-plan.ts";
import { KEYRINGS, keyringFacts, type RotationDeps } from "./keyring-rotation.ts";
import type { NextStep, RotationName } from "./names.ts";
import type { Secrets } from "./service.ts";
import type { SecretStore } from "./stores/secret-store.ts";
import { valueState } from "./value-rotation.ts";

/** One line of the table. */
export interface SecretStatus {
  readonly secret: RotationName;
  /** Versions in the store, newest first; without versions, whether it is set. */
  readonly versions: readonly string[];
  /** Time since which the service has the newest version. */
  readonly since: Date | null;
  readonly rotateBy: Date | null;
  readonly isOverdue: boolean;
  /** `in progress` from the first to the last step of a rotation. */
  readonly state: "idle" | "in progress";
  readonly next: NextStep | undefined;
}

type Version = Secrets["versions"][number];

/** The state of all secrets, derived from the service and the store. */
export async function statusOf(deps: Omit<RotationDeps, "log" | "timeoutSeconds">): Promise<SecretStatus[]> {
  const { versions } = await deps.service.secrets();
  const now = deps.now();
  const newest = (secret: Version["secret"]) => versions.find((version) => version.secret === secret && version.newest);
  const times = (version: Version | undefined) => {
    const rotateBy = version?.rotateBy ?? null;
    return { since: version?.firstSeenAt ?? null, rotateBy, isOverdue: rotateBy !== null && rotateBy <= now };
  };
  const lines: SecretStatus[] = [];
  for (const rotation of ["jwt-secret", "pepper"] as const) {
    const facts = await keyringFacts(rotation, deps);
    const planned = nextKeyringStep(facts, "forward");
    const { secret } = KEYRINGS[rotation];
    const progress =
      planned === "idle"
        ? ({ state: "idle", next: undefined } as const)
        : ({ state: "in progress", next: planned } as const);
    lines.push({ secret: rotation, versions: facts.stored, ...times(newest(secret)), ...progress });
  }
  lines.push({
    secret: "bootstrap",
    ...{ versions: newest("bootstrapSecret") ? ["set"] : [], ...times(newest("bootstrapSecret")) },
    ...{ state: "idle", next: undefined },
  });
  const mailKey = newest("mailKey");
  lines.push({
    secret: "mail",
    ...{ versions: mailKey ? ["set"] : [], ...times(mailKey) },
    ...(await valueProgress(deps.store, "AWS_ACCESS_KEY_ID")),
  });
  lines.push({
    secret: "api-token",
    ...{ versions: [], since: null, rotateBy: null, isOverdue: false },
    ...(await valueProgress(deps.store, "CLOUDFLARE_API_TOKEN")),
    ...(await tokenTimes(deps.store, now)),
  });
  return lines;
}

async function valueProgress({ values }: SecretStore, name: string): Promise<Pick<SecretStatus, "state" | "next">> {
  const state = values === undefined ? "idle" : await valueState(values, [name]);
  if (state === "idle") return { state, next: undefined };
  const next =
    state === "added"
      ? ({ step: "deploy", version: "the new value", blockers: [] } as const)
      : ({ step: "retire", version: "the previous value", blockers: [] } as const);
  return { state: "in progress", next };
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** The Worker has no API token, so the store has the time at which it was changed. */
export const TOKEN_SET_AT = "CLOUDFLARE_API_TOKEN_SET_AT";
const MAX_TOKEN_AGE_DAYS = 90;

async function tokenTimes({ values }: SecretStore, now: Date) {
  if (values === undefined || (await values.get("CLOUDFLARE_API_TOKEN")) === "") return {};
  const setAt = await values.get(TOKEN_SET_AT);
  const since = setAt === "" ? null : new Date(setAt);
  const rotateBy = since && new Date(since.getTime() + MAX_TOKEN_AGE_DAYS * DAY_MS);
  return { versions: ["set"], since, rotateBy, isOverdue: rotateBy !== null && rotateBy <= now };
}
