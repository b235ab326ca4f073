import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig, defineProject } from "vitest/config";
import { BaseSequencer, type ProjectConfig, type TestSpecification } from "vitest/node";

/** Secrets of the tests, used nowhere else. Wrangler looks for them in the environment. */
const secret = (id: string, fill: string) => `${id}:${Buffer.from(fill.repeat(32)).toString("base64")}`;
process.env.JWT_SECRET = `${secret("v2", "j")},${secret("v1", "i")}`;
process.env.PASSWORD_PEPPER = secret("p1", "p");

/**
 * Ends a test that hangs. No verdict depends on how busy the machine is: the longest test took more than ten minutes with
 * twenty processes waiting for two cores.
 */
const HANGING_MS = 30 * 60_000;

/** How long to wait for what comes by itself: until it is clear that it never will. */
const expect = { poll: { timeout: 5 * 60_000, interval: 20 } };
const patience = { testTimeout: HANGING_MS, hookTimeout: HANGING_MS, expect };

/** How many runs of twenty requests the fuzz makes, and the seed of one to repeat: `FUZZ_RUNS=1000 FUZZ_SEED=1 npx vitest …`. */
const { FUZZ_RUNS = "20", FUZZ_SEED } = process.env;
const fuzz = { runs: Number(FUZZ_RUNS), ...(FUZZ_SEED !== undefined && { seed: Number(FUZZ_SEED) }) };

/** How many inputs of each procedure the cost test makes, and the seed of those to repeat: `COST_INPUTS=40 COST_SEED=1 npx vitest …`. */
const { COST_INPUTS = "3", COST_SEED = `${Math.floor(Math.random() * 2 ** 31)}` } = process.env;
const cost = { inputs: Number(COST_INPUTS), seed: Number(COST_SEED) };

/** Whether random tests and fault injection repeat as often as `npm run test:long` asks for. */
const long = process.env.LONG_TESTS === "1";

/** The projects whose files take longest come first, so that no long file is waited for alone at the end. */
const PROJECTS = ["local", "consumers", "infra", "engine", "server", "hashing", "node"];

/** Keeps each project's files together: a worker is kept for the next file only where that is of the same project. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      moduleId.endsWith("crash.test.ts") ? -1 : PROJECTS.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Tests of the server that are about Argon2 itself, or how long it takes: only these wait for it. */
const HASHING = [
  "passwords/hashes/*",
  "passwords/passwords",
  "passwords/busy",
  "passwords/hash-queue",
  "accounts/rehash",
  "sign-in/auth",
].map((name) => `server/src/${name}.test.ts`);

/** Tests that run in workerd, with the Worker's own bindings. */
function serverProject(name: string, options: ProjectConfig) {
  return defineProject({
    plugins: [
      cloudflareTest(async () => ({
        wrangler: { configPath: "./wrangler.jsonc" },
        miniflare: {
          bindings: {
            PUBLIC_URL: "http://auth.test",
            BOOTSTRAP_SECRET: "bootstrap-secret-of-the-tests-0123456789",
            MIGRATIONS: await readD1Migrations("./drizzle/migrations"),
          },
        },
      })),
    ],
    test: {
      name,
      provide: { fuzz, cost, long },
      globalSetup: ["./local/test/ses-setup.ts"],
      include: ["server/src/**/*.test.ts"],
      setupFiles: ["./server/test/deployed-caps.ts", "./server/test/empty-platform.ts", "./server/test/blocklist.ts"],
      ...patience,
      ...options,
    },
  });
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Most tests wait for a Worker of their own to start, or for time to pass: two at a time leave a third of two cores idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { test: { name: "engine", include: ["engine/**/*.test.ts"], ...patience } },
      {
        test: {
          name: "node",
          ...patience,
          include: ["{model-language,conformance,drizzle,blocklist,generator,client-sdk,seeds,tools}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "local",
          globalSetup: ["./local/test/setup.ts"],
          include: ["local/**/*.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "infra",
          // Nothing here keeps what another file could stumble over, and loading Pulumi anew for each takes longer than its tests.
          isolate: false,
          globalSetup: ["./infra/test/setup.ts"],
          include: ["infra/**/*.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "consumers",
          globalSetup: ["./consumers/test/setup.ts"],
          include: ["consumers/**/*.test.ts"],
          ...patience,
        },
      },
      // Files of a worker follow each other in one isolate; each begins with an empty platform.
      serverProject("server", {
        exclude: HASHING,
        isolate: false,
        alias: [
          { find: /^.*\/argon2-wasm\.ts$/, replacement: join(import.meta.dirname, "server/test/cheap-argon2.ts") },
        ],
      }),
      serverProject("hashing", { include: HASHING, isolate: false }),
    ],
  },
});
