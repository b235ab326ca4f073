import type { clientFor } from "./client.ts";

export const PASSWORD = "an unlikely sentence";

let people = 0;

/** Registration tokens of those whom `somebody` registered, by email. */
const registrations = new Map<string, string>();

/** The registration token of a person whom `somebody` registered; empty for others. */
export function registrationTokenOf(email: string): string {
  return registrations.get(email.toLowerCase()) ?? "";
}

/** Registers a new user of a tenant, and looks them up with the tenant's secret key. */
export async function somebody(
  { browser, client }: { browser: ReturnType<typeof clientFor>; client: ReturnType<typeof clientFor> },
  { name, password = PASSWORD }: { name?: string; password?: string } = {},
) {
  const credentials = { email: `person-${++people}@example.com`, password };
  const { registrationToken } = await browser.auth.register.mutate({
    ...credentials,
    ...(name !== undefined && { name }),
  });
  registrations.set(credentials.email, registrationToken);
  const user = await userOf(client, credentials.email);
  return { user, credentials, registrationToken, signIn: async () => await browser.auth.login.mutate(credentials) };
}

/** The user with an email, as the tenant's servers see them. */
export async function userOf(client: ReturnType<typeof clientFor>, email: string) {
  const { items } = await client.users.search.query({ by: "email", prefix: email });
  const found = items.find((user) => user.email === email);
  if (found === undefined) throw new Error(`No user has the email ${email}.`);
  return found;
}
