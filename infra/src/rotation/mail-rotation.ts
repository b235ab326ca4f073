import type { RotateOptions } from "./arguments.ts";
import type { RotationDeps } from "./keyring-rotation.ts";
import type { Progress, Step } from "./names.ts";
import { otherStep, RotationError, RotationUsageError } from "./rotation-error.ts";
import { notDeployed } from "./service.ts";
import { rotateValue } from "./value-rotation.ts";

const NAMES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
/** Forms of AWS's access keys, with the prefix of a user's own. */
const KEY_ID = /^AKIA[A-Z0-9]{12,124}$/;
const SECRET = /^[A-Za-z0-9/+]{40}$/;

export interface MailDeps extends RotationDeps {
  /** The new value, from standard input. Throws `value_missing`. */
  readonly readValue: () => Promise<string>;
  /** Has ESC rotate the key; undefined where ESC doesn't. */
  readonly rotateInEsc: (() => Promise<void>) | undefined;
}

/** Rotates the mailer's access key: with a value from standard input, or by the rotator of ESC. Throws `RotationError`. */
export async function rotateMail(options: RotateOptions, deps: MailDeps): Promise<Progress> {
  const { service, store, timeoutSeconds } = deps;
  const fingerprint = async () =>
    (await service.secrets()).versions.find(({ secret }) => secret === "mailKey")?.version;
  if (store.values === undefined || (await fingerprint()) === undefined) {
    throw new RotationError(
      "no_mail_key",
      "This deployment sends email without an access key, so there is none to rotate.",
      "No action needed. With SES as the provider, set its key first: docs/email.md.",
    );
  }
  if (deps.rotateInEsc !== undefined) return await rotateByEsc(options, deps, deps.rotateInEsc);
  const read = async () => pairIn(await deps.readValue());
  const watch = async () => {
    const before = await fingerprint();
    return async () => {
      const isOther = ({ versions }: Awaited<ReturnType<typeof service.secrets>>) =>
        versions.some(({ secret, version }) => secret === "mailKey" && version !== before);
      if (!(await service.reports(isOther, timeoutSeconds))) throw notDeployed("the other key", store.deployAction);
    };
  };
  const afterRetirement = "Deactivate the previous access key at AWS, and delete it once no email fails.";
  return await rotateValue(
    { rotation: "mail", names: NAMES, read, watch, afterRetirement },
    store.values,
    options,
    deps,
  );
}

/** ESC creates a key and keeps the previous one valid until it rotates again, so there is nothing to retire. */
async function rotateByEsc(
  { step, undo, dryRun, resume }: RotateOptions,
  { store, log }: Pick<MailDeps, "store" | "log">,
  rotate: () => Promise<void>,
): Promise<Progress> {
  if (undo) {
    throw new RotationError(
      "undo_unsupported",
      "ESC's rotator can't make the previous key the present one again. Nothing was changed.",
      "No action needed if the service sends email: the previous key stays valid. Otherwise rotate again.",
    );
  }
  const deploy = { step: "deploy", version: "the present key", blockers: [store.deployAction] } as const;
  if (step !== undefined && step !== "add" && step !== "deploy") throw otherStep("mail", step, deploy);
  const done: Step[] = [];
  if (step !== "deploy" && !resume) {
    if (dryRun) return { secret: "mail", done, next: { step: "add", version: "a new key", blockers: [] } };
    await rotate();
    done.push({ step: "add", version: "a new key" });
    log("mail: add a new key");
  }
  if (dryRun || resume || step === "add" || !(await store.deploy())) return { secret: "mail", done, next: deploy };
  done.push({ step: "deploy", version: "the present key" });
  return { secret: "mail", done, next: undefined };
}

/** The id and the secret of a key, on one line each. */
function pairIn(text: string): Record<string, string> {
  const [id = "", secret = "", ...more] = text.split(/\s+/).filter(Boolean);
  if (more.length === 0 && KEY_ID.test(id) && SECRET.test(secret)) return { [NAMES[0]]: id, [NAMES[1]]: secret };
  throw new RotationUsageError(
    "The value isn't an AWS access key. Nothing was changed.",
    "Pass the key's id (AKIA…) and its secret on two lines.",
  );
}
