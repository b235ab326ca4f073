import { appFor } from "./zz-apps.ts";
import { handle, refuse } from "./entries/http.ts";
import { runSchedule } from "./schedule.ts";

export { GraphState } from "./durable-objects/graph-state.ts";
export { TenantState } from "./durable-objects/tenant-state.ts";
export { CfAuth } from "./rpc-entrypoint.ts";

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
