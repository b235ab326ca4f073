import { layerRules } from "./tools/server-layers.ts";

/**
 * Who may import whom. A room that is not named under `to` may not be imported; tests may use what their room may
 * and each other's helpers.
 */
const TEST = "(^|/)test/|\\.test\\.ts$|tsup\\.config\\.ts$";
const ROOMS =
  "^(engine|model-language|conformance|drizzle|blocklist|server|generator|client-sdk|seeds|local|consumers|bench|infra|tools)/";

/** The rooms that `from` may import, besides itself. */
function room(from, allowed, comment) {
  const own = [from, ...allowed].join("|");
  return {
    name: `${from}-imports`,
    comment,
    severity: "error",
    from: { path: `^${from}/`, pathNot: TEST },
    to: { path: ROOMS, pathNot: `^(${own})(/|$)` },
  };
}

export default {
  forbidden: [
    room("engine", [], "The engine stands alone."),
    room("drizzle", [], "The schema knows drizzle-orm and nothing else."),
    room("model-language", ["engine"], "The modelling language becomes what the engine compiles."),
    room("conformance", ["engine", "model-language"], "Conformance asks the engine itself."),
    room("blocklist", [], "The list of common passwords is made of nothing but itself."),
    room(
      "server",
      ["engine", "model-language", "drizzle", "blocklist"],
      "The Worker knows the engine, its language, the schema and where a password is listed.",
    ),
    {
      name: "server-needs-the-layout-only",
      comment: "The words that the list is made of have no place in the Worker.",
      severity: "error",
      from: { path: "^server/src", pathNot: TEST },
      to: { path: "^blocklist/", pathNot: "^blocklist/src/layout\\.ts$" },
    },
    room("client-sdk", ["engine", "model-language"], "The SDK takes nothing from the server, not even a type."),
    {
      name: "client-reads-models-in-two-places",
      comment: "What reads models is large: calls do without; only the command and a tenant in memory bring it along.",
      severity: "error",
      from: { path: "^client-sdk/src/(?!codegen/|testing/)", pathNot: TEST },
      to: { path: "^(engine|model-language)/" },
    },
    {
      name: "no-subpath-holds-the-command",
      severity: "error",
      from: { path: "^client-sdk/src/(?!codegen/|cf-auth-generate\\.ts$)", pathNot: TEST },
      to: { path: "^client-sdk/src/(codegen/|cf-auth-generate\\.ts$)" },
    },
    room(
      "generator",
      ["server", "client-sdk"],
      "The generator reads the router; what it writes is checked against it.",
    ),
    room("seeds", ["client-sdk", "engine"], "Seeds go in through the SDK."),
    room(
      "local",
      ["seeds", "client-sdk", "engine", "blocklist"],
      "The local stack runs the built Worker; it does not import it.",
    ),
    room(
      "consumers",
      ["local", "client-sdk", "generator/src/names.ts"],
      "Consumers know the packed SDK, how it is packed, and the rule for its type names.",
    ),
    room(
      "bench",
      [
        "local",
        "consumers",
        "seeds",
        "client-sdk",
        "engine",
        "model-language",
        "server/src/(ports|shared|tokens|tenants|users|api-keys|audit|router\\.ts)",
      ],
      "Benchmarks measure from outside, but for what has no outside of its own: verifying tokens, rows that are read, and how long each unit of counted work takes.",
    ),
    room(
      "infra",
      ["client-sdk", "drizzle"],
      "The deployment reads wrangler.jsonc and the built Worker, and tries it as any consumer does: through the SDK.",
    ),
    {
      name: "infra-needs-the-migration-rules-only",
      comment:
        "What a migration may do is told once, to the tests and to whoever applies it. The schema is the Worker's.",
      severity: "error",
      from: { path: "^infra/", pathNot: TEST },
      to: { path: "^drizzle/", pathNot: "^drizzle/migration-rules\\.ts$" },
    },
    {
      name: "policies-know-nothing-of-what-they-judge",
      comment:
        "A rule that shared code with a component would share its fault. Names alone are made and judged in one.",
      severity: "error",
      from: { path: "^infra/policy/", pathNot: TEST },
      to: {
        path: "^infra/src/",
        pathNot: "^infra/src/(names|value|secrets/secret-names|worker/config)\\.ts$",
      },
    },
    {
      name: "only-the-program-knows-pulumi",
      comment:
        "Steps and commands run as programs of their own: Pulumi's modules would make each wait for seconds, for nothing.",
      severity: "error",
      from: { path: "^infra/src/(deploy|secrets|environments|costs)/", pathNot: TEST },
      to: { path: "node_modules/@pulumi/", reachable: true },
    },
    {
      name: "steps-load-no-wrangler",
      comment: "They start it as a process; to load it takes a second that each step would wait for.",
      severity: "error",
      from: { path: "^infra/src/deploy/", pathNot: TEST },
      to: { path: "node_modules/wrangler/", reachable: true },
    },
    {
      name: "costs-are-figures-alone",
      comment: "The page of costs is made of prices and of what was measured; nothing of a deployment changes it.",
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
      name: "drizzle-needs-drizzle-orm-only",
      severity: "error",
      from: { path: "^drizzle/schema\\.ts$" },
      to: { path: "node_modules", pathNot: "node_modules/drizzle-orm" },
    },
    ...layerRules(),
    {
      name: "domain-knows-no-transport",
      comment: "Only routers, the pipeline and entries know tRPC.",
      severity: "error",
      from: {
        path: "^server/src/(?!pipeline/|entries/|router\\.ts)",
        pathNot: `${TEST}|router\\.ts$`,
      },
      to: { path: "node_modules/@trpc" },
    },
    {
      name: "only-stores-know-drizzle",
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
        "A file that nothing imports and that is nobody's start is dead. Programs start in projects of their own.",
      severity: "error",
      from: { orphan: true, pathNot: `${TEST}|\\.d\\.ts$|\\.config\\.ts$|generated/|consumers/programs/` },
      to: {},
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^cloudflare:" } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/|\\.tsbuild|server/src/generated/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
