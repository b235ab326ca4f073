import { CfAuthError } from "@cf-auth/client";
import { usageError } from "../cli-error.ts";
import { urlOrThrow } from "../profile/settings.ts";
import { type SignInRequest, signIn, signOut } from "../profile/sign-in.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

/** Errors of a valid key that may not see its tenant. */
const KEY_IS_VALID: readonly string[] = ["forbidden", "insufficient_scope", "tenant_required"];
/** The tenant whose users are the platform's admins. */
const PLATFORM = "platform";

export function addAuthCommands(at: AddCommand, register: Register): void {
  const login = at("login")
    .description("Signs in with email and password, or stores an API key in the profile.")
    .option("--email <email>", "Your email. Defaults to a prompt.")
    .option("--password-stdin", "Read the password from stdin instead of a prompt.")
    .option("--code <code>", "A code of your second factor. Defaults to a prompt.")
    .option("--key-stdin", "Store an API key, read from stdin, instead of signing in.")
    .addHelpText("after", LOGIN_HELP);
  register(login, async (context) => {
    await (context.options.keyStdin === true ? storeKey(context) : signInUser(context));
    return undefined;
  });

  const leave = at("logout")
    .description("Ends the session, and removes the credentials from the profile.")
    .addHelpText("after", "\nProcedure: auth.logout");
  register(leave, logout);

  const show = at("whoami")
    .description("Shows the service, the tenant, and the user or the key.")
    .addHelpText("after", "\nProcedure: auth.me");
  register(show, whoami);
}

const LOGIN_HELP = `
Without --tenant, you sign in to the platform, as an admin. With it, as a user of that tenant.
A second factor is asked for where the account needs one. Platform admins always do: the first sign-in
adds an authenticator app and shows backup codes.
Credentials are stored in ~/.config/cf-auth/config.json, which only you can read.

Procedure: auth.login`;

async function signInUser(context: RunContext): Promise<void> {
  const { io, output, options, settings } = context;
  const url = urlOrThrow(settings);
  const email = typeof options.email === "string" ? options.email : await io.prompts?.text("Email");
  if (!email) throw usageError("No email is given.", "Add --email, and --password-stdin without a terminal.");
  const password =
    options.passwordStdin === true ? firstLine(await io.readStdin()) : await io.prompts?.password("Password");
  if (!password) throw usageError("No password is given.", "Pipe it to --password-stdin, or run this on a terminal.");
  const tenant = typeof options.tenant === "string" ? options.tenant : PLATFORM;
  const code = typeof options.code === "string" ? options.code : undefined;
  const request: SignInRequest = { url, tenant, email, password, code };
  const user = await signIn(request, settings, io);
  output.message(`Signed in to ${tenant} at ${url}. Profile: ${settings.profileName}.`);
  if (output.isJson) output.result({ profile: settings.profileName, url, tenant, user });
}

async function storeKey({ io, output, options, settings, connectWith }: RunContext): Promise<void> {
  const url = urlOrThrow(settings);
  const key = firstLine(await (io.prompts === undefined ? io.readStdin() : io.prompts.password("Key")));
  if (!/^\w+$/.test(key))
    throw usageError("Standard input has no API key.", "Pipe the key, such as sk_live_…, to the command.");
  const tenant = typeof options.tenant === "string" ? options.tenant : undefined;
  await connectWith({ ...settings, url, key, tenant })
    .call("tenants.get", undefined)
    .catch((error: unknown) => {
      if (!(error instanceof CfAuthError && KEY_IS_VALID.includes(error.code))) throw error;
    });
  settings.config.write(settings.profileName, { url, key, tenant });
  output.message(`Stored the key for ${url}. Profile: ${settings.profileName}.`);
  if (output.isJson) output.result({ profile: settings.profileName, url, tenant: tenant ?? null });
}

async function logout({ io, output, settings }: RunContext): Promise<undefined> {
  const { config, profileName } = settings;
  const isStored = config.profile(profileName) !== undefined;
  await signOut(settings, io);
  output.message(isStored ? `Removed the profile ${profileName}.` : `The profile ${profileName} has no credentials.`);
  if (output.isJson) output.result({ profile: profileName });
}

async function whoami({ output, settings, connect }: RunContext): Promise<undefined> {
  const connection = connect();
  const { profileName: profile, key, tenant } = settings;
  const common = { profile, url: connection.url, tenant: tenant ?? null };
  if (key === undefined) {
    const { user } = await connection.client.auth.me();
    output.result({ ...common, tenant: tenant ?? settings.profile?.session?.tenant ?? null, user });
    return;
  }
  const found = await connection.client.tenants.get().catch((error: unknown) => {
    if (error instanceof CfAuthError && KEY_IS_VALID.includes(error.code)) return undefined;
    throw error;
  });
  output.result({ ...common, tenant: found?.slug ?? common.tenant, key: `${/^(?:[a-z]+_)+/.exec(key)?.[0] ?? ""}…` });
}

function firstLine(text: string): string {
  return text.split("\n")[0]?.replace(/\r$/, "") ?? "";
}
