import type { App } from "./app.ts";
import { compose } from "./compose.ts";
import { type Config, readConfig } from "./ports/config.ts";
import { handle, refuse } from "./routes.ts";
import { runSchedule } from "./schedule.ts";

export { GraphState } from "./durable-objects/graph-state.ts";
export { TenantState } from "./durable-objects/tenant-state.ts";

/** One app an isolate, for the bindings it was made from. */
const apps = new WeakMap<Env, App>();

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

/** Undefined where the deployment lacks a setting: then nothing is served at all. */
function appFor(env: Env): App | undefined {
  const known = apps.get(env);
  if (known !== undefined) return known;
  const config = readConfig(env);
  if (!isComplete(config)) {
    console.error(JSON.stringify({ level: "error", message: "The service is misconfigured.", ...config }));
    return undefined;
  }
  const app = compose(env, config);
  apps.set(env, app);
  return app;
}

function isComplete(config: ReturnType<typeof readConfig>): config is Config {
  return !("problems" in config);
}
