import { join } from "node:path";
import { context } from "esbuild";
import { ROOT } from "./paths.ts";

/** Where the Worker of `npm run dev` lies. */
export const DEV_BUNDLE = join(ROOT, "server/dist/dev");

export interface Watch {
  /** Settles once the first bundle is there. Rejects where the source cannot be bundled. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Bundles the Worker, and again whenever a source changes: in well under a second, since esbuild keeps what hasn't changed.
 * `npm start` and the tests take wrangler's bundle, which is the one that is deployed; this one differs in no behaviour.
 */
export async function watchWorker(onBundle: () => Promise<void>): Promise<Watch> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isFirst = true;
  const bundled = {
    name: "bundled",
    setup: (build: { onEnd(callback: (result: { errors: unknown[] }) => Promise<void>): void }) => {
      build.onEnd(async ({ errors }) => {
        // What is wrong is on stderr already; the bundle from before goes on serving.
        if (errors.length > 0) reject(new Error("The Worker can't be bundled. Repair what esbuild names above."));
        else if (isFirst) resolve();
        else await onBundle().catch(console.error);
        isFirst &&= errors.length > 0;
      });
    },
  };
  const watched = await context({
    absWorkingDir: ROOT,
    entryPoints: ["server/src/worker.ts"],
    outdir: DEV_BUNDLE,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    external: ["node:*", "cloudflare:*"],
    // Kept as modules of their own: the runtime takes WebAssembly only compiled.
    loader: { ".wasm": "copy", ".html": "copy", ".txt": "copy", ".bin": "copy" },
    define: { "process.env.NODE_ENV": '"development"' },
    keepNames: true,
    logLevel: "warning",
    plugins: [bundled],
  });
  await watched.watch();
  return { ready: promise, stop: async () => await watched.dispose() };
}
