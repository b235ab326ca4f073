import Cloudflare from "cloudflare";
import { Deployments } from "./deployments.ts";
import { given, runStep, say } from "./environment.ts";
import { smoke } from "./smoke.ts";

const PATIENCE_SECONDS = 60;

/**
 * Sees that a version has all traffic, and tries it. Where it does not hold, all traffic goes back to the version before,
 * and the step fails, so that it is done again by the next `pulumi up`. The database stays as it was migrated: the version
 * before works with it, which is what expand and contract is for.
 */
export async function release(): Promise<{ readonly versionId: string; readonly tried: readonly string[] }> {
  const to = given(["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "WORKER", "VERSION_ID", "URL"]);
  const versionId = to.VERSION_ID;
  const deployments = new Deployments(new Cloudflare(), to.CLOUDFLARE_ACCOUNT_ID, to.WORKER);
  const history = await deployments.history();
  const [present] = history;
  const previous = history.find((each) => each !== versionId);
  if (present !== versionId) await deployments.deploy(versionId, "Released again after a return");
  const patienceSeconds = Number(process.env.PATIENCE_SECONDS ?? PATIENCE_SECONDS);
  const tried = { url: to.URL, key: process.env.SMOKE_KEY || undefined, patienceSeconds };
  try {
    const held = await smoke({ ...tried, versionId });
    for (const line of held) say(`ok: ${line}`);
    return { versionId, tried: held };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (previous === undefined) {
      throw new Error(`The release does not hold: ${reason}\nThere is no version before to go back to.`);
    }
    await deployments.deploy(previous, `Returned from ${versionId}`);
    const after = await smoke({ ...tried, versionId: previous }).then(
      () => "and holds",
      (worse: unknown) => `but does not hold either: ${worse instanceof Error ? worse.message : worse}`,
    );
    throw new Error(`The release does not hold: ${reason}\nThe version ${previous} has all traffic again, ${after}.`);
  }
}

if (import.meta.main) await runStep(release);
