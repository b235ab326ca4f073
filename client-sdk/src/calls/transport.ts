import type { CallOptions } from "./call-options.ts";

/**
 * Sends calls to the service. Features such as retries are transports that wrap another transport. Throws only `CfAuthError`.
 */
export interface Transport {
  call(type: "query" | "mutation", path: string, input: unknown, options?: CallOptions): Promise<unknown>;
}
