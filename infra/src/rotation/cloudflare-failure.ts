import Cloudflare from "cloudflare";
import { MissingPermission } from "../without-pulumi/cloudflare-account.ts";
import type { ErrorFacts } from "./names.ts";

/** What to do about a failure of Cloudflare's API; undefined for other errors. */
export function cloudflareFailure(error: unknown): ErrorFacts | undefined {
  if (error instanceof MissingPermission) {
    const action = `Add ${error.permission} to the token in Cloudflare's dashboard, then repeat the command.`;
    return { code: "token_rights", message: error.message, action };
  }
  if (!(error instanceof Cloudflare.APIError)) return undefined;
  const message = `Cloudflare's API failed with status ${error.status ?? "unknown"}.`;
  const action = "Check CLOUDFLARE_API_TOKEN and Cloudflare's status page, then repeat the command: it continues.";
  return { code: "cloudflare_failed", message, action };
}
