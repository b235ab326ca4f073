import type { Command } from "commander";

/** Headings of `cf-auth --help`, with their commands. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "Signing in:": ["login", "logout", "whoami", "account", "sessions"],
  "Permissions:": [
    "check",
    "explain",
    "list",
    "write",
    "delete",
    "delete-matching",
    "read",
    "import",
    "export",
    "watch",
    "changes",
    "expand",
    "batch-check",
    "verify-proof",
    "model",
    "store",
    "graph",
  ],
  "Tenants:": [
    "tenants",
    "users",
    "keys",
    "customer-keys",
    "signing-keys",
    "providers",
    "email-domains",
    "emails",
    "events",
    "webhooks",
    "audit",
  ],
  "Platform:": ["platform", "admins", "platform-keys", "plans", "usage", "backups"],
  "Tools:": ["init", "doctor", "deploy", "ops", "health", "testing", "completion"],
};

/** Descriptions of the commands that only group others. */
const NOUNS: Readonly<Record<string, string>> = {
  account: "Manage your own account.",
  "account email": "Change and confirm your email.",
  "account email-sign-in": "Sign in with an emailed code or link.",
  "account factors": "Manage your second factors.",
  "account factors backup-codes": "Replace your backup codes.",
  "account factors devices": "End the trust of your devices.",
  "account factors email": "Send a code as a second factor.",
  "account factors totp": "Manage your authenticator app.",
  "account identities": "Manage accounts of identity providers that are linked to yours.",
  "account identities link": "Link an account of an identity provider.",
  "account passkeys": "Manage your passkeys.",
  "account passkeys register": "Register a passkey.",
  "account passkeys sign-in": "Sign in with a passkey.",
  "account passkeys step-up": "Show a passkey as another factor.",
  "account password": "Change or reset your password.",
  "account providers": "Sign in at an identity provider.",
  admins: "Manage platform admins.",
  audit: "Search, verify and export the audit log.",
  backups: "Back up tenants and restore them.",
  "customer-keys": "Manage API keys of your customers.",
  "email-domains": "Manage email domains of enterprise sign-in.",
  emails: "Inspect emails and change their templates.",
  "emails mailbox": "Read emails on the local stack.",
  "emails outbox": "See which emails were delivered.",
  "emails templates": "Change the tenant's email templates.",
  events: "List and follow events.",
  webhooks: "Manage webhooks and their deliveries.",
  graph: "Inspect the graph and its imports.",
  "graph settings": "Change limits of the graph.",
  keys: "Manage API keys.",
  list: "List objects, subjects or relations of a permission.",
  model: "Validate, compare, apply and test models.",
  "model assertions": "Read and replace the assertions of a version of the model.",
  ops: "Operate a deployment: rotate its secrets.",
  plans: "Manage plans.",
  platform: "Set up the platform, get emergency access.",
  "platform-keys": "Manage platform keys.",
  providers: "Manage identity providers.",
  sessions: "Manage your own sessions.",
  "signing-keys": "Manage keys that sign access tokens.",
  store: "Import and export OpenFGA store files.",
  tenants: "Manage tenants.",
  "tenants logo": "Change the logo of pages and emails.",
  "tenants sessions": "End all sessions of a tenant.",
  "tenants settings": "Change the tenant's settings.",
  testing: "Control a test tenant.",
  "testing clock": "Move the clock of a test tenant.",
  usage: "See usage figures.",
  users: "Manage users.",
  "users factors": "Remove second factors that a user has lost.",
  "users invitations": "Send and revoke invitations.",
  "users sessions": "List and end sessions of a user.",
};

/** The heading of a command of the first level. Throws for one without. */
export function groupOf(name: string): string {
  const heading = Object.entries(GROUPS).find(([, names]) => names.includes(name))?.[0];
  if (heading === undefined) throw new Error(`The command ${name} is under no heading.`);
  return heading;
}

/** Orders commands of the first level as the headings do. */
export function byGroup(a: Command, b: Command): number {
  const order = Object.values(GROUPS).flat();
  return order.indexOf(a.name()) - order.indexOf(b.name());
}

/** Adds the command of these words, such as `model diff`. */
export type AddCommand = (words: string) => Command;

/** The command of these words; commands that group others are created on the way. Throws for a group without description. */
export function commandAt(root: Command, words: readonly string[]): Command {
  let command = root;
  for (const [i, word] of words.entries()) {
    const existing = command.commands.find((one) => one.name() === word);
    const isGroup = i < words.length - 1;
    command = existing ?? created(command, word, isGroup ? words.slice(0, i + 1).join(" ") : undefined);
  }
  return command;
}

function created(parent: Command, word: string, group: string | undefined): Command {
  const command = parent.command(word);
  if (parent.parent === null) command.helpGroup(groupOf(word));
  if (group === undefined) return command;
  command.helpCommand(false);
  const description = NOUNS[group];
  if (description === undefined) throw new Error(`The group ${group} has no description.`);
  return command.description(description);
}
