/** A layer of server/src. Each of its folders may import from those before it. */
interface Layer {
  readonly name: string;
  /** Folders, files outside of folders, or a pattern of file names. */
  readonly folders: readonly string[];
}

/** Routers, which are in the folders of their families. */
const ROUTERS = "*/router.ts";

/**
 * The layers of server/src, from the bottom up. A file imports values and types from its own folder and those before it only.
 * `npm run layers` and dependency-cruiser both use this list.
 */
export const LAYERS: readonly Layer[] = [
  { name: "ports", folders: ["generated", "ports"] },
  { name: "shared words", folders: ["shared"] },
  {
    name: "families",
    folders: [
      ...["usage", "audit", "plans", "connections", "email"],
      ...[
        "tokens",
        "sessions",
        "passwords",
        "attempts",
        "factors",
        "verification",
        "accounts",
        "api-keys",
        "sign-in",
        "users",
      ],
      ...["authz", "providers", "events", "webhooks", "idempotency", "tenants", "platform", "backups", "dashboard"],
    ],
  },
  { name: "durable objects", folders: ["durable-objects"] },
  { name: "pipeline", folders: ["pipeline"] },
  { name: "routers", folders: [ROUTERS, "router.ts"] },
  { name: "entries", folders: ["entries"] },
  { name: "worker", folders: ["limits", "schedule.ts", "compose.ts", "worker.ts"] },
];

const FOLDERS = LAYERS.flatMap(({ folders }) => folders);
const SOURCE = "^server/src/";
const IN_ROUTERS = `${SOURCE}[^/]+/[a-z-]*router\\.ts$`;
/** Files in no layer: tests may import everything, and are never imported. */
export const UNLAYERED = "\\.test\\.ts$|\\.d\\.ts$";

function pathOf(folder: string): string {
  if (folder === ROUTERS) return IN_ROUTERS;
  return `${SOURCE}${folder.replace(".", "\\.")}${folder.endsWith(".ts") ? "$" : "/"}`;
}

/** The files of a folder, as dependency-cruiser patterns. */
export function filesOf(folder: string): { path: string; pathNot: string } {
  return { path: pathOf(folder), pathNot: folder === ROUTERS ? UNLAYERED : `${UNLAYERED}|${IN_ROUTERS}` };
}

/** dependency-cruiser's rules: a folder imports from no later folder. */
export function layerRules() {
  return FOLDERS.slice(0, -1).map((folder, at) => ({
    name: `layers: ${folder}`,
    comment: "Imports inside server/src go down only, by value and by type: tools/server-layers.ts.",
    severity: "error" as const,
    from: filesOf(folder),
    // Routers in the folders of families belong to a higher layer, so none has to be excluded.
    to: {
      path: FOLDERS.slice(at + 1)
        .map(pathOf)
        .join("|"),
    },
  }));
}
