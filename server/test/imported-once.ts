/** What the plugin imports the Worker with, in each request and each call of an object. */
interface ModuleRunner {
  import(specifier: string, ...options: readonly unknown[]): Promise<unknown>;
}

const { moduleRunner } = (globalThis as unknown as { __vitest_mocker__: { moduleRunner: ModuleRunner } })
  .__vitest_mocker__;
const MAIN = "/server/src/worker.ts";

// Each of these imports asks Node twice whether the module has changed, which takes longer than most requests do. A module
// doesn't change while a file of tests runs, and this runs for each.
const { import: importAnew } = Object.getPrototypeOf(moduleRunner) as ModuleRunner;
let worker: unknown;
moduleRunner.import = async (specifier, ...options) => {
  if (!specifier.endsWith(MAIN)) return await importAnew.call(moduleRunner, specifier, ...options);
  worker ??= await importAnew.call(moduleRunner, specifier, ...options);
  return worker;
};
