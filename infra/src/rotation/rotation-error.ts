import type { NextStep, RotationName, StepName } from "./names.ts";

/** An expected failure. Nothing was changed, unless the message says so. */
export class RotationError extends Error {
  /** Stable name, for scripts. */
  readonly code: string;
  /** The next step, beginning with a verb. */
  readonly action: string;

  constructor(code: string, message: string, action: string) {
    super(message);
    this.code = code;
    this.action = action;
  }
}

/** The command was used wrongly: exit code 2. */
export class RotationUsageError extends RotationError {
  constructor(message: string, action: string) {
    super("usage", message, action);
  }
}

export function nothingToUndo(rotation: RotationName): RotationError {
  return new RotationError(
    "nothing_to_undo",
    `No rotation of ${rotation} is in progress, so there is nothing to undo.`,
    `See \`cf-auth ops status\`. Start a rotation with \`cf-auth ops rotate ${rotation}\`.`,
  );
}

/** Another step than the requested one comes first. */
export function otherStep(rotation: RotationName, requested: StepName, next: NextStep): RotationError {
  return new RotationError(
    "step_not_next",
    `The next step of ${rotation} is ${next.step}, not ${requested}. Nothing was changed.`,
    `Run \`cf-auth ops rotate ${rotation} --step ${next.step}\`, or leave out --step.`,
  );
}

export function blockedStep(rotation: RotationName, { step, version, blockers, at }: NextStep): RotationError {
  const when = at === undefined ? "" : ` It is possible from ${at.toISOString()}.`;
  return new RotationError(
    "step_blocked",
    `${rotation} can't ${step} ${version} now: ${blockers.join(" ")}`,
    `Repeat the command later, or let it wait with --wait.${when}`,
  );
}
