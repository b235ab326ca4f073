/** What a program needs around it: Node, a page, or a Worker without the flags that make it more like Node. */
export type Place = "node" | "browser" | "worker";

/** What a subpath of the SDK promises; what uses all of it is the program of its name. */
export interface Subpath {
  readonly runsIn: readonly Place[];
  /** Kilobytes that an application gets for it at most, minified and compressed; null for what is not made for one. */
  readonly budgetKb: number | null;
  /** The subpath that is in such an application anyway, where only what is added to it counts. */
  readonly above?: string;
}

const EVERYWHERE = ["node", "browser", "worker"] as const;

/** Every subpath that the SDK exports. */
export const SUBPATHS: Readonly<Record<string, Subpath>> = {
  ".": { runsIn: EVERYWHERE, budgetKb: 12 },
  "./browser": { runsIn: ["node", "browser"], budgetKb: 10 },
  "./errors": { runsIn: EVERYWHERE, budgetKb: 2 },
  "./hono": { runsIn: ["node", "worker"], budgetKb: 2, above: "./verify" },
  "./testing": { runsIn: ["node", "worker"], budgetKb: null },
  "./verify": { runsIn: EVERYWHERE, budgetKb: 8 },
  "./worker": { runsIn: ["worker"], budgetKb: 2, above: "." },
};

/** How each command of the SDK is called to see that it runs. */
export const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "cf-auth-generate": ["--help"],
};

/** The subpaths that promise to run somewhere. */
export function subpathsIn(place: Place): string[] {
  return Object.entries(SUBPATHS).flatMap(([subpath, { runsIn }]) => (runsIn.includes(place) ? [subpath] : []));
}

/** `./errors` → `errors`; the package itself is `index`. */
export function nameOf(subpath: string): string {
  return subpath === "." ? "index" : subpath.slice(2);
}
