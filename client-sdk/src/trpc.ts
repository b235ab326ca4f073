export type { CfAuthRouter } from "./generated/trpc-router.ts";
export { type CfAuthLinkOptions, cfAuthLink } from "./trpc/link.ts";
