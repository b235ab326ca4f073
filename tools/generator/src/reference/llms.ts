import type { Contract } from "../contract.ts";
import { generalOf } from "./facts.ts";
import { familiesOf } from "./families.ts";

const EXAMPLE = `\`\`\`ts
import { CfAuthError, createClient } from "@cf-auth/client";

const cfauth = createClient({ url: process.env.CF_AUTH_URL ?? "", key: process.env.CF_AUTH_SECRET_KEY });
try {
  await cfauth.authz.write({ writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }] });
  const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "read", object: "repo:api" });
  console.log(allowed); // true
} catch (error) {
  if (error instanceof CfAuthError) console.error(error.code, error.action, error.requestId);
  throw error;
}
\`\`\``;

/** Instructions for language models in the form of llmstxt.org: a title, a summary, the essentials, links. */
export function emitLlms(contract: Contract): string {
  const families = familiesOf(contract);
  const notes = generalOf(contract)
    .filter(([title]) => title !== "Calls")
    .map(([title, ...paragraphs]) => `- ${title}: ${paragraphs.join(" ")}`);
  return [
    "# cf-auth",
    "",
    "> Sign-in and permissions for multi-tenant products, as one Cloudflare Worker. `@cf-auth/client` is its typed SDK for",
    "> servers, browsers and Workers. It is not on npm yet: pack it from the repository. Every procedure `family.verb` is a",
    "> method of the client with the same name. It takes one request object and returns a promise of a response object.",
    "",
    "A server writes relations as tuples and checks permissions:",
    "",
    EXAMPLE,
    "",
    "- Subjects and objects are strings: `type:id`, `type:id#relation` for all who have a relation, `type:*` for everyone.",
    '- `allowed` is `true`, `false`, or `"conditional"` if it depends on context that is missing.',
    "- Dates are `Date`, durations are numbers with their unit in the name, lists return `{ items, nextCursor }`.",
    ...notes,
    "",
    "## Pages",
    "",
    "- [Reference](/reference): every procedure with its fields, limits, defaults, callers and errors",
    "- [OpenAPI](/openapi.json): the same, machine-readable",
    "",
    ...families.flatMap(({ name, procedures }) => [
      `## ${name}`,
      "",
      ...procedures.map(({ path, summary }) => `- [${path}](/reference#${path}): ${summary}`),
      "",
    ]),
    "## Optional",
    "",
    ...contract.routes.map(
      ({ method, path, summary }) => `- [${method.toUpperCase()} ${path}](/reference#routes): ${summary}`,
    ),
    "",
  ].join("\n");
}
