import type { DeployOptions } from "./arguments.ts";

/** What to do after a deployment, as text for people. */
export function nextSteps({ domain, stack }: DeployOptions, url: string): string {
  const steps = [
    `Sign in: cf-auth login --url ${url}`,
    "Create the first tenant: cf-auth tenants create --slug acme --name Acme",
    ...(domain === undefined
      ? [
          `Use a host of your own before you create users, because issuers start with the URL: npm run deploy -- ${stack} --domain HOST`,
        ]
      : []),
    "Set up the emails' domain: docs/email.md. Until then, no email is delivered.",
    "Turn backups on, and keep their key outside of Cloudflare: docs/backups.md",
    `Check it: cf-auth doctor --url ${url}`,
  ];
  return [`${url} is deployed. Next:`, ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join("\n");
}
