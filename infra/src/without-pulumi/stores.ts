import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Wrangler, withWrangler } from "../deploy/wrangler.ts";
import { LIFECYCLE_RULES } from "../lifecycle-rules.ts";
import type { DeployOptions } from "./arguments.ts";
import type { ResourceNames } from "./names.ts";
import type { Present } from "./present.ts";

/** Creates the stores that the account lacks, with wrangler. */
export async function createStores(
  present: Present,
  names: ResourceNames,
  { accountId, location }: DeployOptions,
): Promise<void> {
  const near = location === undefined ? [] : ["--location", location];
  const config = { name: names.worker, account_id: accountId };
  await withWrangler(config, async (wrangler, folder) => {
    const run: Wrangler = (args) => wrangler(args, { CLOUDFLARE_ACCOUNT_ID: accountId });
    if (present.databaseId === undefined) await run(["d1", "create", names.database, ...near]);
    for (const [binding, title] of names.namespaces) {
      if (!present.namespaceIds.has(binding)) await run(["kv", "namespace", "create", title]);
    }
    if (!present.hasBucket) await run(["r2", "bucket", "create", names.bucket, ...near]);
    if (present.hasLifecycle) return;
    const rules = join(folder, "lifecycle.json");
    writeFileSync(rules, JSON.stringify({ rules: LIFECYCLE_RULES }));
    await run(["r2", "bucket", "lifecycle", "set", names.bucket, "--file", rules, "--force"]);
  });
}
