import Cloudflare from "cloudflare";
import { isPreview, nameFor } from "../names.ts";
import { requiredVariables, runStep } from "./environment.ts";

/** Deletes all objects in a pull request's bucket, since R2 deletes empty buckets only. Rejects every other bucket. */
export async function emptyBucket(): Promise<{ readonly removed: number }> {
  const { BUCKET, CLOUDFLARE_ACCOUNT_ID } = requiredVariables([
    "CLOUDFLARE_API_TOKEN",
    "CLOUDFLARE_ACCOUNT_ID",
    "BUCKET",
  ]);
  const stack = BUCKET.slice(nameFor("", "files").length);
  if (BUCKET !== nameFor(stack, "files") || !isPreview(stack))
    throw new Error(`${BUCKET} isn't the bucket of a pull request. Nothing was removed.`);
  const { objects } = new Cloudflare().r2.buckets;
  const account_id = CLOUDFLARE_ACCOUNT_ID;
  const keys: string[] = [];
  for await (const { key } of objects.list(BUCKET, { account_id })) if (key !== undefined) keys.push(key);
  for (const key of keys) await objects.delete(key, { account_id, bucket_name: BUCKET });
  return { removed: keys.length };
}

if (import.meta.main) await runStep(emptyBucket);
