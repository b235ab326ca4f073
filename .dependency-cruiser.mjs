import { layerRules } from "./tools/server-layers.ts";

/**
 * Imports that are allowed between packages. Every other import of a package is forbidden; tests may also import the
 * packages of their own package and other tests' helpers.
 */
const TEST = "(^|/)test/|\\.test\\.ts$|tsup\\.config\\.ts$";
const PACKAGES = "^(engine|model-language|drizzle|server|client-sdk|cli|seeds|infra|tools)/";

/** Forbids imports of `from` other than its own files and the packages in `allowed`. */
function packageRule(from, allowed, comment) {
  const own = [from, ...allowed].join("|");
  return {
    name: `${from}-imports`,
    comment,
    severity: "error",
    from: { path: `^${from}/`, pathNot: TEST },
    to: { path: PACKAGES, pathNot: `^(${own})(/|$)` },
  };
}

export default {
  forbidden: [
    packageRule("engine", [], "The engine stands alone."),
    packageRule("drizzle", [], "The schema imports drizzle-orm only."),
    packageRule("model-language", ["engine"], "The modelling language compiles to the engine's definitions."),
    packageRule("tools/conformance", ["engine", "model-language"], "Conformance tests query the engine directly."),
    packageRule("tools/blocklist", [], "The list of common passwords imports no other package of ours."),
    packageRule(
      "server",
      ["engine", "model-language", "drizzle", "tools/blocklist"],
      "The Worker imports the engine, the modelling language, the schema and the blocklist's layout.",
    ),
    {
      name: "server-imports-the-layout-only",
      comment: "The Worker must not bundle the list's words.",
      severity: "error",
      from: { path: "^server/src", pathNot: TEST },
      to: { path: "^tools/blocklist/", pathNot: "^tools/blocklist/src/layout\\.ts$" },
    },
    packageRule("client-sdk", ["engine", "model-language"], "The SDK imports nothing from the server, not even types."),
    {
      name: "client-imports-the-model-parser-twice-only",
      comment: "The model parser is large, so only the command and the in-memory tenant import it.",
      severity: "error",
      from: { path: "^client-sdk/src/(?!codegen/|testing/)", pathNot: TEST },
      to: { path: "^(engine|model-language)/" },
    },
    {
      name: "no-subpath-imports-the-command",
      severity: "error",
      from: { path: "^client-sdk/src/(?!codegen/|cf-auth-generate\\.ts$)", pathNot: TEST },
      to: { path: "^client-sdk/src/(codegen/|cf-auth-generate\\.ts$)" },
    },
    packageRule(
      "tools/generator",
      ["server", "client-sdk"],
      "The generator reads the router and checks its output against it.",
    ),
    packageRule(
      "cli",
      ["client-sdk", "engine", "model-language", "tools/conformance"],
      "The command line calls the SDK; `model test` reads store files with the conformance runner's reader.",
    ),
    packageRule("seeds", ["client-sdk", "engine"], "Seeds are loaded through the SDK."),
    packageRule(
      "tools/local",
      ["seeds", "client-sdk", "engine", "tools/blocklist"],
      "The local stack runs the built Worker; it does not import it.",
    ),
    packageRule(
      "tools/supply-chain",
      ["tools/local", "infra/src/worker/bundle\\.ts"],
      "What is said of a build is said of the files that the deployment uploads.",
    ),
    packageRule(
      "tools/soak",
      ["tools/local", "client-sdk", "infra/src/monitoring"],
      "The soak calls the built Worker through the SDK, and evaluates the alerts of a deployment on its log.",
    ),
    packageRule(
      "tools/consumers",
      ["tools/local", "client-sdk", "tools/generator/src/names.ts"],
      "Consumers import the packed SDK, the packing, and the rule for type names.",
    ),
    packageRule(
      "tools/bench",
      [
        "tools/local",
        "tools/consumers",
        "seeds",
        "client-sdk",
        "engine",
        "model-language",
        "server/src/(ports|shared|tokens|tenants|users|api-keys|audit|router\\.ts)",
      ],
      "Benchmarks measure from outside, except for token verification, rows read and the duration of a unit of work.",
    ),
    packageRule(
      "infra",
      ["client-sdk", "drizzle"],
      "The deployment reads wrangler.jsonc and the built Worker, and tests it through the SDK.",
    ),
    {
      name: "infra-imports-the-migration-rules-only",
      comment:
        "The rules for migrations have one definition, for tests and deployments. The schema belongs to the Worker.",
      severity: "error",
      from: { path: "^infra/", pathNot: TEST },
      to: { path: "^drizzle/", pathNot: "^drizzle/migration-rules\\.ts$" },
    },
    {
      name: "policies-are-independent",
      comment: "A policy that shares code with a component shares its bugs. Names are the exception.",
      severity: "error",
      from: { path: "^infra/policy/", pathNot: TEST },
      to: {
        path: "^infra/src/",
        pathNot: "^infra/src/(names|value|secrets/secret-names|worker/config)\\.ts$",
      },
    },
    {
      name: "only-the-program-imports-pulumi",
      comment: "Steps and commands run as their own processes, which loading Pulumi would delay by seconds.",
      severity: "error",
      from: { path: "^infra/src/(deploy|secrets|environments|costs|monitoring|axiom)/", pathNot: TEST },
      to: { path: "node_modules/@pulumi/", reachable: true },
    },
    {
      name: "a-deployment-without-pulumi-imports-no-component",
      comment: "It shares names, bindings and steps with the program; of these, only types mention Pulumi.",
      severity: "error",
      from: { path: "^infra/src/without-pulumi/", pathNot: TEST },
      to: {
        path: "node_modules/@pulumi/|^infra/src/(components/(?!blocklist-version|folder-hash)|service|stack-config|account)",
      },
    },
    {
      name: "steps-load-no-wrangler",
      comment: "Steps start wrangler as a process; loading it would delay each by a second.",
      severity: "error",
      from: { path: "^infra/src/deploy/", pathNot: TEST },
      to: { path: "node_modules/wrangler/", reachable: true },
    },
    {
      name: "costs-are-independent-of-the-deployment",
      comment: "The costs page is made of prices and measurements only.",
      severity: "error",
      from: { path: "^infra/src/costs/", pathNot: TEST },
      to: { pathNot: "^infra/src/costs/", dependencyTypesNot: ["core"] },
    },
    {
      name: "engine-has-no-dependencies",
      severity: "error",
      from: { path: "^engine/src", pathNot: TEST },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "core"] },
    },
    {
      name: "drizzle-imports-drizzle-orm-only",
      severity: "error",
      from: { path: "^drizzle/schema\\.ts$" },
      to: { path: "node_modules", pathNot: "node_modules/drizzle-orm" },
    },
    ...layerRules(),
    {
      name: "domain-imports-no-transport",
      comment: "Only routers, the pipeline and entries import tRPC.",
      severity: "error",
      from: {
        path: "^server/src/(?!pipeline/|entries/|router\\.ts)",
        pathNot: `${TEST}|router\\.ts$`,
      },
      to: { path: "node_modules/@trpc" },
    },
    {
      name: "only-stores-import-drizzle",
      severity: "error",
      from: { path: "^server/src", pathNot: `${TEST}|store\\.ts$|ports/database\\.ts$` },
      to: { path: "node_modules/drizzle-orm" },
    },
    {
      name: "router-loads-without-the-runtime",
      comment:
        "The generator imports the router in Node, where there is no cloudflare:workers and no compiled WebAssembly.",
      severity: "error",
      from: {
        path: "^server/src",
        pathNot: `${TEST}|(worker|compose)\\.ts$|durable-objects/|ports/argon2-wasm\\.ts$`,
      },
      to: {
        path: "^server/src/(worker|compose)\\.ts$|durable-objects/|ports/argon2-wasm\\.ts$|cloudflare:",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment:
        "A file that nothing imports and that is no entry point is dead. Programs of consumers are entry points.",
      severity: "error",
      from: { orphan: true, pathNot: `${TEST}|\\.d\\.ts$|\\.config\\.ts$|generated/|tools/consumers/programs/` },
      to: {},
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^cloudflare:" } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    // The program of a generated client is compiled with the client, by its test.
    exclude: { path: "/dist/|\\.tsbuild|server/src/generated/|/generated-clients/typescript/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
