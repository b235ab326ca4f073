import { readEnvironments } from "../environments/environment.ts";
import { EscClient } from "../secrets/esc-client.ts";
import { readSecret, type SecretInput } from "../secrets/input.ts";
import type { RotateCommand, StatusOptions } from "./arguments.ts";
import { rotateBootstrap } from "./bootstrap-rotation.ts";
import { chooseStore } from "./choose-store.ts";
import { EXIT } from "./exit-codes.ts";
import { type RotationDeps, rotateKeyring } from "./keyring-rotation.ts";
import { rotateMail } from "./mail-rotation.ts";
import type { Progress } from "./names.ts";
import { RotationError } from "./rotation-error.ts";
import { Service } from "./service.ts";
import { rotateSigningKeys } from "./signing-keys-rotation.ts";
import { statusOf } from "./status.ts";
import { progressText, statusText } from "./text.ts";
import { rotateToken } from "./token-rotation.ts";

/** Time for a change to arrive, in seconds. */
const TIMEOUT_SECONDS = { local: 300, cloudflare: 300, pulumi: 600 } as const;

export interface OpsDeps {
  readonly env: NodeJS.ProcessEnv;
  readonly streams: {
    readonly stdin: SecretInput;
    readonly stdout: { write(text: string): unknown };
    readonly stderr: { write(text: string): unknown };
  };
}

/** Runs a command and prints its result. Returns the exit code. */
export async function runOps(command: StatusOptions | RotateCommand, { env, streams }: OpsDeps): Promise<number> {
  const service = new Service(env);
  const now = () => new Date();
  const log = (text: string) => void streams.stderr.write(`${text}\n`);
  const print = (result: object, text: string) =>
    streams.stdout.write(command.json ? `${JSON.stringify(result)}\n` : text);
  if (command.command === "rotate" && command.rotation === "signing-keys") {
    const progress = await rotateSigningKeys(command, { service, now, log, tenant: command.tenant });
    print(progress, progressText(progress, command.dryRun));
    return EXIT.ok;
  }
  const store = await chooseStore(command, service.url, env);
  await store.check(service.url);
  const deps = { service, store, now, log, timeoutSeconds: TIMEOUT_SECONDS[store.kind] };
  if (command.command === "rotate") {
    const progress = await rotate(command, deps, { env, streams });
    print(progress, progressText(progress, command.dryRun));
    const isWaiting = progress.next !== undefined && progress.next.blockers.length > 0;
    return isWaiting && !command.dryRun ? EXIT.waiting : EXIT.ok;
  }
  const lines = await statusOf(deps);
  print({ secrets: lines }, statusText(lines));
  return command.check && lines.some(({ isOverdue }) => isOverdue) ? EXIT.failed : EXIT.ok;
}

async function rotate(command: RotateCommand, deps: RotationDeps, { env, streams }: OpsDeps): Promise<Progress> {
  const { rotation, stack } = command;
  const readValue = async () => {
    const value = command.valueFromStdin ? await readSecret(streams.stdin) : undefined;
    if (value) return value;
    throw new RotationError("value_missing", "A new value is needed.", "Pipe it to --value-stdin.");
  };
  if (rotation === "bootstrap") return await rotateBootstrap(command, deps);
  if (rotation === "mail") {
    const organization = readEnvironments().find(({ name }) => name === "account")?.values.organization;
    const rotateInEsc = async () => await new EscClient(env).rotate(`${organization}/cf-auth/mailer-${stack}`);
    const isInEsc = deps.store.kind === "pulumi";
    return await rotateMail(command, { ...deps, readValue, rotateInEsc: isInEsc ? rotateInEsc : undefined });
  }
  if (rotation === "api-token") {
    const accountId = command.accountId ?? env.CLOUDFLARE_ACCOUNT_ID;
    const checkRights = async (token: string) => {
      // Loading Cloudflare's library takes a second.
      const { checkTokenRights } = await import("./check-token-rights.ts");
      await checkTokenRights(accountId, token);
    };
    return await rotateToken(command, { ...deps, readValue, checkRights });
  }
  if (rotation === "signing-keys") throw new Error("Signing keys are in no store.");
  return await rotateKeyring(rotation, command, deps);
}
