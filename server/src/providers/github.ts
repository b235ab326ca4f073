import { AppError } from "../shared/errors/app-error.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { Assertion } from "./assertion.ts";
import { requireAnswer } from "./provider-error.ts";

const API = "https://api.github.com";

/**
 * Reads the person of an access token from GitHub's API: the numeric id, which stays when the name is changed, and the primary
 * email, whose verification is in a second response. Throws `provider_unavailable` and `provider_response_invalid`.
 */
export async function readGithubUser(
  requests: Pick<OutboundRequests, "fetch">,
  issuer: string,
  accessToken: string,
): Promise<Assertion> {
  const [user, emails] = await Promise.all([
    read(requests, accessToken, "/user"),
    read(requests, accessToken, "/user/emails"),
  ]);
  const { id, name, login } = (user ?? {}) as { id?: unknown; name?: unknown; login?: unknown };
  if (typeof id !== "number" || !Number.isSafeInteger(id)) {
    throw new AppError("provider_response_invalid", { reason: "user_id_missing" });
  }
  const listed = Array.isArray(emails) ? (emails as { email?: unknown; primary?: unknown; verified?: unknown }[]) : [];
  const primary = listed.find((entry) => entry.primary === true);
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const claims = {
    sub: `${id}`,
    name: text(name) ?? text(login),
    preferred_username: text(login),
    email: text(primary?.email),
    email_verified: primary?.verified === true,
  };
  return { issuer, subject: `${id}`, claims };
}

async function read(requests: Pick<OutboundRequests, "fetch">, accessToken: string, path: string): Promise<unknown> {
  const response = await requests.fetch(`${API}${path}`, {
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${accessToken}`,
      // GitHub refuses requests without one.
      "user-agent": "cf-auth",
    },
  });
  if (requireAnswer(response).status !== 200) {
    throw new AppError("provider_response_invalid", { reason: `status_${response.status}` });
  }
  return await response.json().catch(() => undefined);
}
