import { type Check, finding, OK } from "./check.ts";
import type { Probe } from "./probe.ts";

const DNS = /^(?:ENOTFOUND|ENODATA|EAI_\w+)$/;
/** Codes of OpenSSL and Node for a failed handshake or a certificate that isn't trusted. */
const TLS = /CERT|SSL|TLS|SIGNATURE|^EPROTO$/;

/** Checks of the way to the service. */
export const NETWORK_CHECKS: readonly Check[] = [
  networkCheck("dns", ({ url, networkCode = "" }) => {
    if (!DNS.test(networkCode)) return OK;
    return finding(
      `The host ${url.hostname} has no address (${networkCode}).`,
      "Correct the URL. A custom domain of a Worker gets its DNS record when it is connected.",
    );
  }),
  networkCheck("tls", ({ url, networkCode = "" }) => {
    if (!TLS.test(networkCode)) return OK;
    return finding(
      `No TLS connection to ${url.host} is possible (${networkCode}).`,
      "Check the host's certificate and the port. Behind a proxy of your company, set NODE_EXTRA_CA_CERTS to its certificate.",
    );
  }),
  networkCheck("reachable", ({ url, error, networkCode = "" }) => {
    const isOther = DNS.test(networkCode) || TLS.test(networkCode);
    if (isOther) return "skipped";
    if (error?.code !== "network" && error?.code !== "timeout") return OK;
    const reason = error.code === "timeout" ? "no response in time" : networkCode || error.message;
    return finding(
      `${url.host} can't be reached (${reason}).`,
      "Start the service, or check the port, the firewall and the proxy between.",
    );
  }),
  networkCheck("redirect", ({ url, status, location }) => {
    if (status === undefined) return "skipped";
    if (status < 300 || status > 399) return OK;
    const target = location === undefined ? undefined : URL.parse(location, url)?.origin;
    return finding(
      `${url.origin} redirects calls${target === undefined ? "" : ` to ${target}`}, and a redirected call loses its request.`,
      `Use ${target === undefined || target === url.origin ? "the URL that the service responds at" : target} as URL.`,
    );
  }),
];

function networkCheck(name: string, examine: (probe: Probe) => ReturnType<Check["run"]>): Check {
  return {
    name,
    run: async (facts) => {
      const probe = await facts.probe();
      return probe === undefined ? "skipped" : await examine(probe);
    },
  };
}
