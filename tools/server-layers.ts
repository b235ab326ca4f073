/**
 * The layers of server/src, from the bottom up, and within a layer its folders: a file imports from its own folder and from
 * those that stand before it, by value and by type. Both `npm run layers` and dependency-cruiser go by this list.
 */
export interface Layer {
  readonly name: string;
  /** Folders, and files that stand in none. */
  readonly places: readonly string[];
}

const ROUTERS = "*/router.ts";

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
  { name: "Durable Objects", places: ["durable-objects"] },
  { name: "pipeline", places: ["pipeline"] },
  { name: "routers", places: [ROUTERS, "router.ts"] },
  { name: "entries", places: ["entries"] },
  { name: "Worker", places: ["limits", "schedule.ts", "compose.ts", "worker.ts"] },
];

const SOURCE = "^server/src/";
const TEST = "\\.test\\.ts$";
/** A router lies in its family's folder, and is one of the layer above the pipeline. */
const IN_A_ROUTER = `${SOURCE}[^/]+/([^/]+-)?router\\.ts$`;

/** Which files are of a place. */
export function isOf(place: string, file: string): boolean {
  return new RegExp(patternOf(place)).test(file) && (place === ROUTERS || !new RegExp(IN_A_ROUTER).test(file));
}

/** dependency-cruiser's rules: from each place, no import of one that stands after it. */
export function layerRules() {
  const places = LAYERS.flatMap((layer) => layer.places);
  return places.slice(0, -1).map((place, at) => ({
    name: `layers: ${place}`,
    comment: "Imports inside server/src go down only: tools/server-layers.ts.",
    severity: "error" as const,
    from: { path: patternOf(place), pathNot: [TEST, ...exceptRouters(place)] },
    to: { path: places.slice(at + 1).map(patternOf), pathNot: place < ROUTERS ? [] : [] },
  }));
}
