import type { RunContext } from "../commands/run-context.ts";
import { urlOrThrow } from "../profile/settings.ts";

/** The service and the credential, for the environment of a program: other processes can see arguments. */
export async function credentialsOf(context: RunContext): Promise<Readonly<Record<string, string | undefined>>> {
  const { settings } = context;
  const url = urlOrThrow(settings);
  const { authorization = "" } = await context.connect().headers();
  const credential = authorization.replace(/^Bearer /, "");
  const isKey = settings.key !== undefined;
  return {
    CF_AUTH_URL: url,
    CF_AUTH_KEY: isKey ? credential : undefined,
    CF_AUTH_TOKEN: isKey ? undefined : credential,
  };
}
