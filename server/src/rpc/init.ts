import { initTRPC } from "@trpc/server";
import SuperJSON from "superjson";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import { shapeOf } from "./error-shape.ts";
import { currentRequestId } from "./request-id.ts";

/** The tRPC instance. Of superjson's types only `Date` is in the public contract. */
export const t = initTRPC
  .context<Context>()
  .meta<Declaration>()
  .create({
    transformer: SuperJSON,
    isDev: false,
    errorFormatter: ({ shape, error }) => shapeOf(shape, error, currentRequestId()),
  });
