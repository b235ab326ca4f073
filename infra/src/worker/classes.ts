import { exportsOf, type WorkerModule } from "./bundle.ts";
import type { WorkerConfig } from "./config.ts";

/**
 * Throws if `wrangler.jsonc` declares or binds a class that the built Worker doesn't export. Cloudflare would reject
 * the upload, or calls to the objects would fail.
 */
export function checkClasses(config: WorkerConfig, modules: readonly WorkerModule[]): void {
  const exported = exportsOf(modules);
  const live = Object.entries(config.exports).filter(([, { state = "created" }]) => state === "created");
  const declared = live.map(([name]) => name);
  const bound = config.durable_objects.bindings.map(({ class_name }) => class_name);
  const missing = declared.filter((name) => !exported.includes(name));
  const undeclared = bound.filter((name) => !declared.includes(name));
  const problems = [
    ...missing.map((name) => `The built Worker doesn't export ${name}, which wrangler.jsonc declares under exports.`),
    ...undeclared.map((name) => `wrangler.jsonc binds to ${name}, which isn't declared under exports.`),
  ];
  if (problems.length > 0)
    throw new Error(`${problems.join("\n")}\nExport it from server/src/worker.ts, and run npm run build-worker.`);
}
