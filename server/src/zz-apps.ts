import type { App } from "./app.ts";
import { compose } from "./compose.ts";
import { type Config, readConfig } from "./ports/config.ts";

/** One app an isolate, for the bindings it was made from. */
const apps = new WeakMap<Env, App>();

/** Undefined where the deployment lacks a setting: then nothing is served at all. */
export function appFor(env: Env): App | undefined {
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
