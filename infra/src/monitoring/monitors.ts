import type { Monitor } from "./monitor.ts";
import { BACKGROUND_MONITORS } from "./monitors/background.ts";
import { REQUEST_MONITORS } from "./monitors/requests.ts";
import { SECURITY_MONITORS } from "./monitors/security.ts";
import { SLO_MONITORS } from "./slos.ts";

/** All monitors, in the order of docs/alerts.md. */
export const MONITORS: readonly Monitor[] = [
  ...SLO_MONITORS,
  ...REQUEST_MONITORS,
  ...SECURITY_MONITORS,
  ...BACKGROUND_MONITORS,
];
