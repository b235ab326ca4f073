/** Search terms that the API does not use, by procedure or by prefix of procedures. */
const SYNONYMS: Readonly<Record<string, string>> = {
  "apiKeys.": "token credential",
  "apiKeys.reportLeak": "compromised exposed",
  "apiKeys.rotate": "roll renew",
  "apiKeys.verify": "validate",
  "audit.": "log history trail",
  "auth.account.delete": "close account erase gdpr",
  "auth.account.export": "gdpr takeout download data",
  "auth.email.confirm": "verify email",
  "auth.email.confirmCode": "verify email otp",
  "auth.email.resend": "verify email again",
  "auth.login": "sign in log in signin password",
  "auth.logout": "sign out log out signout",
  "auth.me": "current user profile whoami",
  "auth.password.forgot": "reset lost recover",
  "auth.refresh": "session renew token",
  "auth.register": "sign up create account signup",
  "auth.sessions.": "devices sign out everywhere",
  "authz.batchCheck": "can allowed many",
  "authz.check": "can allowed permission authorize",
  "authz.explain": "why denied reason debug",
  "authz.graph.export": "download backup csv",
  "authz.graph.import": "upload csv bulk",
  "authz.listObjects": "what can access",
  "authz.listSubjects": "who can access list users share",
  "authz.model.": "schema types policy fga",
  "authz.read": "list tuples relationships",
  "authz.write": "grant revoke share role tuple relationship delete",
  "dashboard.": "metrics analytics statistics",
  "events.": "realtime live websocket stream",
  "emails.mailbox.": "inbox test emails",
  "emails.outbox.": "sent emails delivery",
  "emails.templates.": "email text branding",
  "platform.breakGlass": "emergency access",
  "plans.": "limits billing",
  "tenants.": "customer organization workspace",
  "users.ban": "block suspend disable",
  "users.create": "invite invitation add sign up import migrate",
  "users.forceReset": "reset password",
  "users.search": "find lookup",
  "users.unban": "unblock enable",
};

/** Search terms of a procedure. */
export function synonymsOf(path: string): string {
  return Object.entries(SYNONYMS)
    .filter(([name]) => (name.endsWith(".") ? path.startsWith(name) : path === name))
    .map(([, words]) => words)
    .join(" ");
}
