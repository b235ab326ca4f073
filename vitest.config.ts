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

/** Timeout of a poll: long enough to be sure that it never succeeds. */
const expect = { poll: { timeout: 5 * 60_000, interval: 20 } };
const patience = { testTimeout: HANGING_MS, hookTimeout: HANGING_MS, expect };

/** Whether random tests and fault injection run with the repetitions of `npm run test:long`. */
const long = process.env.LONG_TESTS === "1";

/** `FUZZ_RUNS` is the number of fuzz runs with 40 requests each, `COST_INPUTS` that of inputs per procedure in the cost test. */
const {
  FUZZ_RUNS = "10",
  COST_INPUTS = "1",
  TEST_SEED = long ? `${Math.floor(Math.random() * 2 ** 31)}` : "1",
} = process.env;
const provided = { seed: Number(TEST_SEED), fuzzRuns: Number(FUZZ_RUNS), costInputs: Number(COST_INPUTS), long };
const seeded = { provide: { seed: provided.seed, long }, setupFiles: ["./tools/test-seed.ts"] };
/** For tests that leave nothing behind: loading the modules for each file again takes half of their time. */
const shared = { isolate: false, unstubGlobals: true, unstubEnvs: true };
if (long) console.log(`Random tests use TEST_SEED=${TEST_SEED}.`);

/** Projects by duration of their files, slowest first, so that no slow file runs alone at the end. */
const PROJECTS = ["local", "consumers", "infra", "engine", "server", "hashing", "node"];

/** Files that take half a minute or more, in projects where others run first. */
const SLOWEST = ["crash.test.ts", "contributing.test.ts"];

/** Keeps each project's files together, because a worker is reused only within a project. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      SLOWEST.some((name) => moduleId.endsWith(name)) ? -1 : PROJECTS.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Tests of the server about Argon2 or its duration, the only ones that use the real one. */
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
            VALIDATE_OUTPUTS: "true",
            REQUEST_LOGS: "none",
            BOOTSTRAP_SECRET: "bootstrap-secret-of-the-tests-0123456789",
            BACKUP_KEY: secret("b1", "b"),
            MIGRATIONS: await readD1Migrations("./drizzle/migrations"),
          },
        },
      })),
    ],
    test: {
      name,
      provide: provided,
      globalSetup: ["./tools/local/test/ses-setup.ts"],
      include: ["server/src/**/*.test.ts"],
      setupFiles: [
        ...seeded.setupFiles,
        "./server/test/imported-once.ts",
        "./server/test/deployed-caps.ts",
        "./server/test/empty-platform.ts",
        "./server/test/blocklist.ts",
      ],
      ...patience,
      ...options,
    },
  });
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    // Most tests wait for a Worker or a timer, so two at a time leave a third of two cores idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      { test: { name: "engine", include: ["engine/**/*.test.ts"], ...shared, ...seeded, ...patience } },
      {
        test: {
          name: "node",
          ...shared,
          ...seeded,
          ...patience,
          include: [
            "{model-language,drizzle,client-sdk,seeds}/**/*.test.ts",
            "cli/src/**/*.test.ts",
            "tools/{*,{language,conformance,blocklist,generator,supply-chain}/**/*}.test.ts",
          ],
        },
      },
      {
        test: {
          name: "local",
          globalSetup: ["./tools/local/test/setup.ts"],
          ...seeded,
          include: ["tools/{local,soak}/**/*.test.ts", "cli/test/**/*.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "infra",
          ...shared,
          globalSetup: ["./infra/test/setup.ts"],
          include: ["infra/**/*.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "consumers",
          globalSetup: ["./tools/consumers/test/setup.ts"],
          provide: { long },
          include: ["tools/consumers/**/*.test.ts"],
          ...patience,
        },
      },
      // Files of a worker share an isolate; each starts with an empty platform.
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
