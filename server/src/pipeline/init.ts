import { initTRPC } from "@trpc/server";
import { currentRequestId } from "../ports/request-id.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import { shapeOf } from "./error-shape.ts";
import { transformer } from "./transformer.ts";

/** The tRPC instance. */
export const t = initTRPC
  .context<Context>()
  .meta<Declaration>()
  .create({
    transformer,
    isDev: false,
    errorFormatter: ({ shape, error }) => shapeOf(shape, error, currentRequestId()),
  });
