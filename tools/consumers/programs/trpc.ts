import { type CfAuthLinkOptions, type CfAuthRouter, cfAuthLink } from "@cf-auth/client/trpc";
import { createTRPCClient, TRPCClientError } from "@trpc/client";
import { MINTED } from "./minted.ts";
import { standIn } from "./stand-in.ts";

/** Calls with tRPC's own client. */
export async function run() {
  const { fetch } = standIn({ "authz.check": { allowed: true, revision: "7" } });
  const options: CfAuthLinkOptions = { url: MINTED.url, key: "sk_test_x", fetch, batchChecks: false };
  const trpc = createTRPCClient<CfAuthRouter>({ links: [cfAuthLink(options)] });
  const check = { subject: "user:anne", relation: "write", object: "repo:api" };
  const { allowed, revision } = await trpc.authz.check.query(check);
  const refused: unknown = await trpc.users.get.query({ id: "usr_1" }).catch((error: unknown) => error);
  const code: unknown = refused instanceof TRPCClientError ? refused.data.code : undefined;
  return { allowed, revision, code };
}

export const sees: Awaited<ReturnType<typeof run>> = { allowed: true, revision: "7", code: "forbidden" };
