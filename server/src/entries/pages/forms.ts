import { readBody } from "../../pipeline/body-limit.ts";
import { decodeUtf8, requireUtf8Encoded } from "../../pipeline/document.ts";
import { AppError } from "../../shared/errors/app-error.ts";

export const MAX_FORM = 16 * 1024;

/** The fields of a submitted form. Throws `unsupported_media_type` for any other body. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("unsupported_media_type");
  }
  const form = decodeUtf8(await readBody(request, MAX_FORM));
  requireUtf8Encoded(form);
  return new URLSearchParams(form);
}

/**
 * Protects forms that use a cookie against cross-site request forgery: they must come from a page of this origin. Throws
 * `cross_site_request`.
 */
export function requireOwnForm({ headers }: Request, ownOrigin: string): void {
  const problem = formProblem(headers.get("origin"), headers.get("sec-fetch-site"), ownOrigin);
  if (problem !== undefined) throw new AppError("cross_site_request", { problem });
}

function formProblem(origin: string | null, site: string | null, ownOrigin: string): string | undefined {
  if (origin === null && site === null) return "The headers Origin and Sec-Fetch-Site are missing.";
  if (site !== null && site !== "same-origin") return "Sec-Fetch-Site is not same-origin.";
  // A page without a referrer sends `null`. Then only Sec-Fetch-Site tells where the form is.
  const isOwn = origin === ownOrigin || (site === "same-origin" && (origin === null || origin === "null"));
  return isOwn ? undefined : "The Origin is not this host.";
}
