import * as pulumi from "@pulumi/pulumi";
import { account } from "./account.ts";
import { service } from "./service.ts";

/** The program of every stack: `account` is what an account has once, all others are services. Its answer is the outputs. */
export default async function main(): Promise<Record<string, unknown>> {
  const stack = pulumi.getStack();
  return { ...(stack === "account" ? account() : service(stack)) };
}
