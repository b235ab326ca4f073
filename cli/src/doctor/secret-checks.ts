import { CfAuthError } from "@cf-auth/client";
import type { Check, Finding } from "./check.ts";
import { errorOf } from "./error-of.ts";

/** Secrets of the contract, by the names that `cf-auth ops rotate` has for them. */
const ROTATIONS = {
  jwtSecret: "jwt-secret",
  passwordPepper: "pepper",
  bootstrapSecret: "bootstrap",
  mailKey: "mail",
} as const;

/** Whether secrets of the deployment are overdue, or a rotation isn't finished. For admins, and platform keys with the scope. */
export const SECRETS_CHECK: Check = {
  name: "secrets",
  run: async (facts) => {
    const client = (await facts.connection())?.client;
    if (client === undefined) return "skipped";
    const secrets = await client.dashboard.secrets().catch(errorOf);
    if (secrets instanceof CfAuthError) return "skipped";
    const now = new Date();
    return Object.entries(ROTATIONS).flatMap(([secret, rotation]): Finding[] => {
      const versions = secrets.versions.filter((version) => version.secret === secret);
      const configured = versions.filter((version) => version.configured).map(({ version }) => version);
      const lost = versions.filter((version) => !version.configured);
      const due = versions.find(({ rotateBy }) => rotateBy !== null && rotateBy <= now)?.rotateBy;
      return [
        ...lost.map(({ version, useCount }) => ({
          message: `${useCount} stored values need the version ${version} of ${rotation}, which the deployment lacks.`,
          fix: "Put the version back as the last of the list: docs/operations/signing-keys-lost.md.",
        })),
        ...(configured.length > 1
          ? [
              {
                message: `A rotation of ${rotation} isn't finished: the deployment has ${configured.join(", ")}.`,
                fix: `Run \`cf-auth ops rotate ${rotation}\` to continue it, or add --undo to go back.`,
              },
            ]
          : []),
        ...(due
          ? [
              {
                message: `The secret ${rotation} is overdue for rotation since ${due.toISOString().slice(0, 10)}.`,
                fix: `Run \`cf-auth ops rotate ${rotation}\`.`,
              },
            ]
          : []),
      ];
    });
  },
};
