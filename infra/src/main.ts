import * as pulumi from "@pulumi/pulumi";
import { account } from "./account.ts";
import { service } from "./service.ts";

/**
 * The program of every stack: `account` for what exists once per account, all others are services. Returns the stack's
 * outputs.
 */
export default async function main(): Promise<Record<string, unknown>> {
  const stack = pulumi.getStack();
  return { ...(stack === "account" ? account() : service(stack)) };
}
