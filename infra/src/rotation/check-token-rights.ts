import { CloudflareAccount } from "../without-pulumi/cloudflare-account.ts";
import { checkToken } from "../without-pulumi/token-rights.ts";
import { RotationUsageError } from "./rotation-error.ts";

/** Throws unless the token is active and may read what a deployment changes. */
export async function checkTokenRights(accountId: string | undefined, token: string): Promise<void> {
  if (!accountId) {
    throw new RotationUsageError("The account is missing.", "Set CLOUDFLARE_ACCOUNT_ID, or add --account-id.");
  }
  await checkToken(new CloudflareAccount(accountId, token), undefined);
}
