/** Runtime of a program: Node, a browser page, or a Worker without `nodejs_compat`. */
export type Runtime = "node" | "browser" | "worker";

/** A subpath of the SDK. The program of the same name uses all of its exports. */
export interface Subpath {
  readonly runsIn: readonly Runtime[];
  /** Maximum kilobytes in an application, minified and compressed; null if it isn't bundled. */
  readonly budgetKb: number | null;
  /** The subpath that such an application has anyway, whose size is subtracted. */
  readonly above?: string;
  /** Whether the types of a peer need libraries of TypeScript that not every application has. */
  readonly needsLibraries?: true;
}

const EVERYWHERE = ["node", "browser", "worker"] as const;

/** Every subpath that the SDK exports. */
export const SUBPATHS: Readonly<Record<string, Subpath>> = {
  ".": { runsIn: EVERYWHERE, budgetKb: 12 },
  "./browser": { runsIn: ["node", "browser"], budgetKb: 11.4 },
  "./errors": { runsIn: EVERYWHERE, budgetKb: 2 },
  "./hono": { runsIn: ["node", "worker"], budgetKb: 2, above: "./verify" },
  "./passkeys": { runsIn: ["node", "browser"], budgetKb: 1.2, above: "./browser" },
  "./testing": { runsIn: ["node", "worker"], budgetKb: null },
  "./trpc": { runsIn: ["node", "browser"], budgetKb: 2, above: ".", needsLibraries: true },
  "./verify": { runsIn: EVERYWHERE, budgetKb: 8 },
  "./webhooks": { runsIn: EVERYWHERE, budgetKb: 1.8 },
  "./worker": { runsIn: ["worker"], budgetKb: 2, above: "." },
};

/** Arguments that show that a command of the SDK runs. */
export const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "cf-auth-generate": ["--help"],
};

/** The subpaths that support a runtime. */
export function subpathsIn(runtime: Runtime): string[] {
  return Object.entries(SUBPATHS).flatMap(([subpath, { runsIn }]) => (runsIn.includes(runtime) ? [subpath] : []));
}

/** `./errors` → `errors`; the package itself is `index`. */
export function nameOf(subpath: string): string {
  return subpath === "." ? "index" : subpath.slice(2);
}
