import Cloudflare from "cloudflare";
import { Deployments } from "./deployments.ts";
import { logProgress, requiredVariables, runStep } from "./environment.ts";
import { smoke } from "./smoke.ts";

const SMOKE_TIMEOUT_SECONDS = 60;

/**
 * Routes all traffic to a version and runs the smoke test. If it fails, all traffic goes back to the previous version,
 * and the step fails, so that the next `pulumi up` runs it again. The database stays migrated, because the previous
 * version works with it (expand and contract).
 */
export async function release(): Promise<{ readonly versionId: string; readonly passed: readonly string[] }> {
  const to = requiredVariables(["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "WORKER", "VERSION_ID", "URL"]);
  const versionId = to.VERSION_ID;
  const deployments = new Deployments(new Cloudflare(), to.CLOUDFLARE_ACCOUNT_ID, to.WORKER);
  const history = await deployments.history();
  const [present] = history;
  const previous = history.find((each) => each !== versionId);
  if (present !== versionId) await deployments.deploy(versionId, "Released again after a rollback");
  const timeoutSeconds = Number(process.env.SMOKE_TIMEOUT_SECONDS ?? SMOKE_TIMEOUT_SECONDS);
  const target = { url: to.URL, key: process.env.SMOKE_KEY || undefined, timeoutSeconds };
  try {
    const passed = await smoke({ ...target, versionId });
    for (const line of passed) logProgress(`ok: ${line}`);
    return { versionId, passed };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (previous === undefined) {
      throw new Error(`The release failed: ${reason}\nThere is no previous version to roll back to.`);
    }
    await deployments.deploy(previous, `Rolled back from ${versionId}`);
    const after = await smoke({ ...target, versionId: previous }).then(
      () => "and passes the smoke test",
      (worse: unknown) => `but fails the smoke test, too: ${worse instanceof Error ? worse.message : worse}`,
    );
    throw new Error(`The release failed: ${reason}\nThe version ${previous} has all traffic again, ${after}.`);
  }
}

if (import.meta.main) await runStep(release);
