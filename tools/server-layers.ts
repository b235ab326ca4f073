/** Folders of server/src that stand at one height, or in the order in which they may import one another. */
interface Layer {
  readonly name: string;
  /** Folders, files that stand in none, or a pattern of names below them. */
  readonly places: readonly string[];
}

/** Routers lie in their families' folders. */
const ROUTERS = "*/router.ts";

/**
 * The layers of server/src, from the bottom up. A file imports from its own place and from those that stand before it, by
 * value and by type. `npm run layers` and dependency-cruiser both go by this list.
 */
export const LAYERS: readonly Layer[] = [
  { name: "ports", places: ["generated", "ports"] },
  { name: "shared words", places: ["shared"] },
  {
    name: "families",
    places: [
      ...["usage", "audit", "plans", "connections", "email"],
      ...["tokens", "sessions", "passwords", "verification", "attempts", "accounts", "api-keys", "sign-in", "users"],
      ...["authz", "events", "idempotency", "tenants", "platform", "dashboard"],
    ],
  },
  { name: "durable objects", places: ["durable-objects"] },
  { name: "pipeline", places: ["pipeline"] },
  { name: "routers", places: [ROUTERS, "router.ts"] },
  { name: "entries", places: ["entries"] },
  { name: "worker", places: ["limits", "schedule.ts", "compose.ts", "worker.ts"] },
];

const PLACES = LAYERS.flatMap(({ places }) => places);
const SOURCE = "^server/src/";
const IN_ROUTERS = `${SOURCE}[^/]+/[a-z-]*router\\.ts$`;
/** What stands in no layer: tests may import everything, and nobody imports them. */
export const UNLAYERED = "\\.test\\.ts$|\\.d\\.ts$";

function pathOf(place: string): string {
  if (place === ROUTERS) return IN_ROUTERS;
  return `${SOURCE}${place.replace(".", "\\.")}${place.endsWith(".ts") ? "$" : "/"}`;
}

/** The files of a place, as dependency-cruiser names them. */
export function filesOf(place: string): { path: string; pathNot: string } {
  return { path: pathOf(place), pathNot: place === ROUTERS ? UNLAYERED : `${UNLAYERED}|${IN_ROUTERS}` };
}

/** dependency-cruiser's rules: no import from a place of one that stands after it. */
export function layerRules() {
  return PLACES.slice(0, -1).map((place, at) => ({
    name: `layers: ${place}`,
    comment: "Imports inside server/src go down only, by value and by type: tools/server-layers.ts.",
    severity: "error" as const,
    from: filesOf(place),
    // A router that lies in a lower folder is above it all the same, so none has to be left out.
    to: {
      path: PLACES.slice(at + 1)
        .map(pathOf)
        .join("|"),
    },
  }));
}
