import { account } from "../src/account.ts";
import { service } from "../src/service.ts";
import { opened } from "./environments/opened.ts";
import { type Answer, type Registered, type RunOptions, registered } from "./registered.ts";

const ACCOUNT = "a".repeat(32);

/** Configuration of a service stack in the form of its environment. */
const CONFIG = {
  "cf-auth:accountId": ACCOUNT,
  "cf-auth:zoneId": "b".repeat(32),
  "cf-auth:domain": "auth.example.com",
  "cf-auth:mail": "cloudflare",
  "cf-auth:mailDomain": "auth.example.com",
  "cf-auth:mailFrom": "no-reply@auth.example.com",
  "cf-auth:alertEmail": "operators@example.com",
} as const;

export const SECRETS = {
  "cf-auth:JWT_SECRET": "v1:planted-jwt-secret",
  "cf-auth:PASSWORD_PEPPER": "p1:planted-pepper",
  "cf-auth:SMOKE_KEY": "sk_test_planted",
} as const;

/** Values that the cloud returns. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  "command:local:Command": ({ name }) => ({
    stdout: name === "deploy" ? JSON.stringify({ versionId: "version-of-wrangler" }) : `stdout of ${name}`,
    stderr: "",
  }),
  "aws:sesv2/emailIdentity:EmailIdentity": () => ({
    dkimSigningAttributes: { tokens: ["one", "two", "three"] },
    verifiedForSendingStatus: false,
  }),
  "cloudflare:index/turnstileWidget:TurnstileWidget": () => ({ sitekey: "site-key", secret: "planted-widget-secret" }),
  "cloudflare:index/getZone:getZone": () => ({ name: "example.com" }),
  "pulumiservice:index:buildAllowPermissions": () => ({ permissions: {} }),
};

export function optionsFor(stack: string, more: Partial<RunOptions> = {}): RunOptions {
  return {
    stack,
    ...more,
    config: { ...CONFIG, ...more.config },
    secrets: { ...SECRETS, ...more.secrets },
    answers: ANSWERS,
  };
}

const made = new Map<string, Promise<readonly Registered[]>>();

/** Resources of a stack with its minimal configuration, including `account`. Registered once per stack. */
export function registeredIn(stack: string): Promise<readonly Registered[]> {
  const graph = made.get(stack) ?? (stack === "account" ? accounts() : services(stack));
  made.set(stack, graph);
  return graph;
}

function services(stack: string): Promise<Registered[]> {
  return registered(() => service(stack), optionsFor(stack));
}

function accounts(): Promise<Registered[]> {
  // As ESC opens it.
  const config = opened("account").pulumiConfig as Readonly<Record<string, unknown>>;
  return registered(() => account(), { stack: "account", config, answers: ANSWERS });
}
