import type { CallOptions } from "./call-options.ts";

/**
 * Carries calls to the service. The rest of the SDK knows nothing of how. What one does more than another, such as
 * repeating a call, is a transport over a transport. Throws `CfAuthError` and nothing else.
 */
export interface Transport {
  call(type: "query" | "mutation", path: string, input: unknown, options?: CallOptions): Promise<unknown>;
}
