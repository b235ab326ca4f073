import type { ProcedureContract } from "../contract.ts";
import { exampleInput, exampleOf } from "../reference/example.ts";

/** The credentials of an example: those of the first caller that has any. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  publishable: "$CF_AUTH_PUBLISHABLE_KEY",
  secret: "$CF_AUTH_SECRET_KEY",
  user: "$ACCESS_TOKEN",
  admin: "$ACCESS_TOKEN",
  platformKey: "$CF_AUTH_PLATFORM_KEY",
};

/** The same call with curl and with the SDK, for viewers of OpenAPI documents. */
export function codeSamplesOf(procedure: ProcedureContract): { lang: string; label: string; source: string }[] {
  return [
    { lang: "Shell", label: "curl", source: curlOf(procedure) },
    { lang: "TypeScript", label: "@cf-auth/client", source: exampleOf(procedure) },
  ];
}

function curlOf({ path, caller, input }: ProcedureContract): string {
  const credential = ["secret", "user", "publishable", "platformKey", "admin"].find((kind) => caller.includes(kind));
  const body = input === null ? {} : exampleInput(path, input);
  const lines = [
    `curl -X POST "$CF_AUTH_URL/v1/${path}"`,
    ...(credential === undefined ? [] : [`  -H "authorization: Bearer ${CREDENTIALS[credential]}"`]),
    ...(Object.keys(body).length === 0
      ? []
      : ['  -H "content-type: application/json"', `  -d ${quoted(JSON.stringify(body))}`]),
  ];
  return lines.join(" \\\n");
}

/** Text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
