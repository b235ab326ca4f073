import { tracing, WorkerEntrypoint } from "cloudflare:workers";
import { appFor } from "./compose.ts";
import { handle, refuse } from "./entries/http.ts";
import { type AccountAnswer, answerAccountCall, refusalOf } from "./entries/workers-rpc.ts";
import { newId } from "./ports/ids.ts";
import { setTracing } from "./ports/tracing.ts";
import { runSchedule } from "./schedule.ts";
import { AppError } from "./shared/errors/app-error.ts";

export { GraphState } from "./durable-objects/graph-state.ts";
export { TenantState } from "./durable-objects/tenant-state.ts";

setTracing(tracing);

/**
 * The entrypoint that other Workers of the account bind to, to call procedures without HTTP. The binding gives no rights: each
 * call needs its key or token.
 */
export class CfAuth extends WorkerEntrypoint<Env> {
  async call(call: unknown): Promise<AccountAnswer> {
    const app = appFor(this.env);
    if (app === undefined) return refusalOf(new AppError("misconfigured"), newId("req", new Date()));
    return await answerAccountCall(app, call, (work) => this.ctx.waitUntil(work));
  }
}

export default {
  async fetch(request, env, context) {
    const app = appFor(env);
    return app === undefined
      ? refuse(request, "misconfigured")
      : await handle(app, request, (work) => context.waitUntil(work));
  },

  async scheduled(_, env) {
    const app = appFor(env);
    if (app !== undefined) await runSchedule(app);
  },
} satisfies ExportedHandler<Env>;
