import { kebab } from "./fields.ts";

/** Families whose command is named as users call the thing. The longest prefix counts. */
const NOUNS: Readonly<Record<string, string>> = {
  apiKeys: "keys",
  "apiKeys.customers": "customer-keys",
  "auth.account": "account",
  "auth.email": "account email",
  "auth.emailSignIn": "account email-sign-in",
  "auth.factors": "account factors",
  "auth.identities": "account identities",
  "auth.keys": "signing-keys",
  "auth.passkeys": "account passkeys",
  "auth.password": "account password",
  "auth.providers": "account providers",
  "auth.sessions": "sessions",
  "authz.assertions": "model assertions",
  "authz.graph": "graph",
  "authz.model": "model",
  "authz.settings": "graph settings",
  dashboard: "usage",
  "platform.admins": "admins",
  "platform.keys": "platform-keys",
};

/** Procedures that have a name of their own. */
const COMMANDS: Readonly<Record<string, string>> = {
  "auth.exchangeCode": "account exchange-code",
  "auth.login": "login",
  "auth.logout": "logout",
  "auth.me": "whoami",
  "auth.refresh": "sessions refresh",
  "auth.register": "account register",
  "auth.stepUp": "account step-up",
  "authz.batchCheck": "batch-check",
  "authz.changes": "changes",
  "authz.check": "check",
  "authz.deleteTuples": "delete-matching",
  "authz.expand": "expand",
  "authz.explain": "explain",
  "authz.graph.export": "export",
  "authz.graph.import": "import",
  "authz.listObjects": "list objects",
  "authz.listRelations": "list relations",
  "authz.listSubjects": "list subjects",
  "authz.model.get": "model show",
  "authz.model.put": "model apply",
  "authz.read": "read",
  "authz.verifyProof": "verify-proof",
  "authz.write": "write",
  "system.health": "health",
};

/** The words of a procedure's command: `apiKeys.rotate` is `keys rotate`. */
export function commandWords(path: string): string[] {
  const own = COMMANDS[path];
  if (own !== undefined) return own.split(" ");
  const parts = path.split(".");
  for (let length = parts.length - 1; length > 0; length--) {
    const noun = NOUNS[parts.slice(0, length).join(".")];
    if (noun !== undefined) return [...noun.split(" "), ...parts.slice(length).map(kebab)];
  }
  return parts.map(kebab);
}
