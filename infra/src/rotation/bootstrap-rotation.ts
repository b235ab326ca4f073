import { SECRETS } from "../secrets/secrets.ts";
import type { RotateOptions } from "./arguments.ts";
import type { RotationDeps } from "./keyring-rotation.ts";
import type { Progress } from "./names.ts";
import { nothingToUndo, otherStep } from "./rotation-error.ts";
import { notDeployed } from "./service.ts";

const NAME = "BOOTSTRAP_SECRET";

/**
 * Removes the bootstrap secret, which has no use once there is an admin. Undone, the deployment gets a new one, which nobody knew
 * before. Throws `RotationError`.
 */
export async function rotateBootstrap(options: RotateOptions, deps: RotationDeps): Promise<Progress> {
  const { service, store, timeoutSeconds, log } = deps;
  const isLive = async () => (await service.secrets()).versions.some(({ secret }) => secret === "bootstrapSecret");
  const isStored = store.values === undefined ? await isLive() : (await store.values.get(NAME)) !== "";
  const progress: Progress = { secret: "bootstrap", done: [], next: undefined };
  const next = options.undo
    ? ({ step: "add", version: "a new value", blockers: [] } as const)
    : ({ step: "retire", version: "the present value", blockers: [] } as const);
  const isDone = isStored === options.undo && (await isLive()) === options.undo;
  if (isDone && options.undo) throw nothingToUndo("bootstrap");
  if (isDone || (options.resume && isStored)) return progress;
  if (options.step !== undefined && options.step !== next.step && options.step !== "deploy") {
    throw otherStep("bootstrap", options.step, next);
  }
  if (options.dryRun) return { ...progress, next };
  // A run may have ended between the change and its deployment.
  const isChanged = isStored !== options.undo;
  if (isChanged) await store.put(NAME, options.undo ? (SECRETS.get(NAME)?.generate?.() ?? "") : "");
  const done = isChanged ? [{ step: next.step, version: next.version }] : [];
  if (isChanged) log(`bootstrap: ${next.step} ${next.version}`);
  if (!(await store.deploy())) {
    const deploy = { step: "deploy", version: next.version, blockers: [store.deployAction] } as const;
    return { ...progress, done, next: deploy };
  }
  const arrived = await service.reports(
    ({ versions }) => versions.some(({ secret }) => secret === "bootstrapSecret") === options.undo,
    timeoutSeconds,
  );
  if (!arrived) throw notDeployed(`the change of ${NAME}`, store.deployAction);
  return { ...progress, done };
}
