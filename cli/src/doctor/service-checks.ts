import { CfAuthError } from "@cf-auth/client";
import { VERSION } from "../version.ts";
import { type Check, finding, OK } from "./check.ts";
import { errorOf } from "./error-of.ts";
import { isLoopback } from "./loopback.ts";

const MAX_CLOCK_DIFFERENCE_MS = 30_000;
/** Codes of failures that the checks of the network report. */
const NETWORK: readonly string[] = ["network", "timeout"];

/** Checks of the deployment, as anybody sees it. */
export const SERVICE_CHECKS: readonly Check[] = [
  {
    name: "service",
    run: async (facts) => {
      const probe = await facts.probe();
      if (probe === undefined || NETWORK.includes(probe.error?.code ?? "")) return "skipped";
      const { error, health, url, status = 0 } = probe;
      const isRedirect = status >= 300 && status <= 399;
      if (isRedirect || error?.code === "misconfigured") return "skipped";
      if (health?.time instanceof Date) return OK;
      if (error !== undefined && error.code !== "bad_response" && error.code !== "procedure_not_found") {
        return finding(`The service responds with ${error.code}: ${error.message}`, error.action);
      }
      return finding(
        `${url.href} isn't a cf-auth service: system.health has no valid response (status ${status}).`,
        "Use the URL of the service, without a path such as /trpc. If it is right, look at the Worker's routes.",
      );
    },
  },
  {
    name: "configured",
    run: async (facts) => {
      const probe = await facts.probe();
      if (probe?.error?.code === "misconfigured") {
        return finding(
          "The service refuses every request, because a setting is missing or invalid.",
          "Find `The service is misconfigured.` in the Worker's log, which lists the settings, and set them: docs/operating.md#configuration.",
        );
      }
      return probe?.health === undefined ? "skipped" : OK;
    },
  },
  {
    name: "loopback",
    run: async ({ probe, settings: { url } }) => {
      const health = (await probe())?.health;
      if (health === undefined || url === undefined) return "skipped";
      if (!health.allowsLoopback || isLoopback(new URL(url).hostname)) return OK;
      return finding(
        "The service sends requests to its own network, because ALLOW_LOOPBACK is set. It is for a local stack only.",
        "Remove ALLOW_LOOPBACK from the Worker's variables, and deploy again.",
      );
    },
  },
  {
    name: "version",
    run: async (facts) => {
      const probe = await facts.probe();
      if (probe?.health === undefined) return "skipped";
      if (probe.warning === undefined) return OK;
      return finding(
        `cf-auth ${VERSION} doesn't match the service. ${probe.warning}`,
        "Install the command line of the service's version, or deploy the service of this version.",
      );
    },
  },
  {
    name: "clock",
    run: async (facts) => {
      const probe = await facts.probe();
      if (probe?.health === undefined) return "skipped";
      const { clockAheadMs } = probe;
      if (Math.abs(clockAheadMs) <= MAX_CLOCK_DIFFERENCE_MS) return OK;
      const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
      return finding(
        `This machine's clock is ${seconds} s ${clockAheadMs > 0 ? "ahead of" : "behind"} the service's, so tokens seem expired or not yet valid.`,
        "Synchronize the clock, for example with `timedatectl set-ntp true`.",
      );
    },
  },
  {
    name: "components",
    run: async (facts) => {
      const client = (await facts.connection())?.client;
      if (client === undefined) return "skipped";
      const health = await client.dashboard.health().catch(errorOf);
      // Only admins and platform keys with the scope see the components.
      if (health instanceof CfAuthError) return "skipped";
      return health.components
        .filter(({ healthy }) => !healthy)
        .map(({ component }) => ({
          message: `The component ${component} is unhealthy.`,
          fix: `Find \`A component is unhealthy.\` with part ${component} in the Worker's log, and look at Cloudflare's status page.`,
        }));
    },
  },
];
