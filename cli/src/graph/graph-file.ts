import { CfAuthError } from "@cf-auth/client";
import type { Io } from "../io.ts";
import type { Connection } from "../profile/connection.ts";

type FileRequest =
  | { readonly method: "GET" }
  | { readonly method: "PUT"; readonly body: Blob; readonly contentType: string };

const CHECK_NETWORK = "Check the url and the network, then try again.";

/** Uploads or downloads the tenant's graph file in R2. Throws the service's error. */
export async function requestFile({ url, headers }: Connection, io: Io, request: FileRequest): Promise<Response> {
  const target = `${url}/authz/graph.csv`;
  const sent = { ...(await headers()), ...(request.method === "PUT" && { "content-type": request.contentType }) };
  const response = await io.fetch(target, { ...request, headers: sent, signal: io.signal }).catch((cause: unknown) => {
    throw fileError({ code: "network", message: "The service could not be reached.", action: CHECK_NETWORK, cause });
  });
  if (response.ok) return response;
  throw fileError({ ...errorIn(await response.text()), status: response.status });
}

type Facts = Omit<ConstructorParameters<typeof CfAuthError>[0], "retryable">;

function fileError(facts: Facts): CfAuthError {
  return new CfAuthError({ ...facts, retryable: false });
}

function errorIn(text: string): Facts {
  try {
    const { error } = JSON.parse(text);
    if (typeof error.code === "string") return error;
  } catch {
    // Reported below.
  }
  return { code: "bad_response", message: "The response did not come from cf-auth.", action: CHECK_NETWORK };
}
