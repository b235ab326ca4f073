import { CfAuthError, createClient } from "@cf-auth/client";

/** Why no request can be sent to a URL; undefined for a URL of a service. */
export function urlError(url: string): CfAuthError | undefined {
  try {
    createClient({ url });
    return undefined;
  } catch (error) {
    if (error instanceof CfAuthError) return error;
    throw error;
  }
}
