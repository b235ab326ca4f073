import { CfAuthError } from "@cf-auth/client";
import type { BrowserSession } from "@cf-auth/client/browser";
import { usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";

/** The details of the error `factor_required`. */
interface Missing {
  readonly signInToken: string;
  readonly methods: readonly string[];
  readonly enroll: readonly string[];
}

/** The factors that a sign-in lacks; undefined for another error. */
export function missingFactorsOf(error: unknown): Missing | undefined {
  if (!(error instanceof CfAuthError && error.code === "factor_required")) return undefined;
  return error.details as unknown as Missing;
}

/**
 * Completes a sign-in with the second factor that it lacks. Asks for a code on the terminal, or takes the one of `--code`. A user
 * without a factor enrols an authenticator app first, and gets backup codes.
 */
export async function completeWithFactor(
  { client }: Pick<BrowserSession, "client">,
  { signInToken, methods, enroll }: Missing,
  code: string | undefined,
  io: Io,
) {
  const { auth } = client;
  const options = { signal: io.signal };
  if (methods.length > 0) {
    const typed = await codeFrom(io, code, "Code of your authenticator app, or a backup code");
    const method = /^[\d ]{6,8}$/.test(typed) && methods.includes("totp") ? "totp" : "backup_code";
    return await auth.stepUp({ signInToken, method, code: typed }, options);
  }
  if (!enroll.includes("totp")) {
    throw usageError("Your account needs a passkey to sign in.", "Add an authenticator app to it in the browser.");
  }
  const { secret, uri } = await auth.factors.totp.start({ signInToken }, options);
  io.err(
    `Your account needs a second factor. Add this to an authenticator app:\n\n  Secret  ${secret}\n  URI     ${uri}\n\n`,
  );
  const first = await codeFrom(io, code, "Code that the app shows");
  const { backupCodes } = await auth.factors.totp.confirm({ signInToken, code: first }, options);
  io.err(
    `Keep these backup codes in a safe place. Each signs you in once without the app:\n\n${backupCodes.map((one) => `  ${one}\n`).join("")}\n`,
  );
  return await auth.stepUp({ signInToken }, options);
}

async function codeFrom({ prompts }: Io, code: string | undefined, question: string): Promise<string> {
  const typed = (code ?? (await prompts?.text(question)) ?? "").trim();
  if (typed !== "") return typed;
  throw usageError("A code of your second factor is missing.", "Add --code, or run this on a terminal.");
}
