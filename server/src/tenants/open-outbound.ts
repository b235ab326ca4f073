import type { Config } from "../ports/config.ts";
import { outboundBy } from "../ports/outbound.ts";
import { OutboundRequests } from "../shared/outbound-url.ts";
import type { TenantStore } from "./store.ts";

/** Requests to URLs that tenants name: never to a host of this deployment or of a tenant. */
export function openOutbound(
  { allowsLoopback, publicHost }: Pick<Config, "allowsLoopback" | "publicHost">,
  tenants: Pick<TenantStore, "findByHost">,
): OutboundRequests {
  const isOwnHost = async (host: string) =>
    host === publicHost || host.endsWith(`.${publicHost}`) || (await tenants.findByHost(host)) !== undefined;
  return new OutboundRequests(
    outboundBy((url, init) => fetch(url, init)),
    { allowsLoopback, isOwnHost },
  );
}
