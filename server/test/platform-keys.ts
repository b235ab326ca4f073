import { scopesOf } from "../src/pipeline/declaration.ts";
import { appRouter } from "../src/router.ts";

/** Every family that a platform key can have. */
export const ALL_PLATFORM_SCOPES = scopesOf(appRouter, "platformKey").all.filter((scope) => /^\w+\.\*$/.test(scope));
