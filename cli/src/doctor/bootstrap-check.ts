import { CfAuthError, createClient } from "@cf-auth/client";
import { type Check, finding, OK } from "./check.ts";
import { errorOf } from "./error-of.ts";

/** Too short for any tenant, so that the service refuses it right after it has compared the secret. */
const REFUSED_PASSWORD = "x";

/** Whether the deployment still accepts a bootstrap secret, which this machine has in BOOTSTRAP_SECRET. */
export const BOOTSTRAP_CHECK: Check = {
  name: "bootstrap-secret",
  run: async (facts) => {
    const { io, settings } = facts;
    const { BOOTSTRAP_SECRET: secret } = io.env;
    const { url } = settings;
    if (!secret || url === undefined || (await facts.probe())?.health === undefined) return "skipped";
    const client = createClient({ url, fetch: io.fetch, onWarning: () => {} });
    const input = { secret, email: "doctor@example.com", password: REFUSED_PASSWORD };
    const answer = await client.platform.bootstrap(input, { signal: io.signal }).catch(errorOf);
    if (!(answer instanceof CfAuthError && answer.code === "weak_password")) return OK;
    return finding(
      "The deployment still accepts BOOTSTRAP_SECRET.",
      "After the first admin exists, remove the secret from the Worker, and from the environment of this machine.",
    );
  },
};
