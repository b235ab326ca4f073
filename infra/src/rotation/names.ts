/** The rotations, by the name that the command has for each. */
export const ROTATIONS = ["jwt-secret", "pepper", "signing-keys", "bootstrap", "mail", "api-token"] as const;
export type RotationName = (typeof ROTATIONS)[number];

/** Steps of a rotation. Undone, they are the same: another version is made the newest, and the added one is retired. */
export const STEPS = ["add", "deploy", "re-encrypt", "retire"] as const;
export type StepName = (typeof STEPS)[number];

/** Secrets with versions. */
export type KeyringName = "JWT_SECRET" | "PASSWORD_PEPPER";

/** A step that was done, or the one that is next. */
export interface Step {
  readonly step: StepName;
  /** The version that the step is about; a tenant's id for signing keys. */
  readonly version: string;
}

export interface NextStep extends Step {
  /** Why it can't be done now, as sentences. */
  readonly blockers: readonly string[];
  /** When it can be done, if that is known. */
  readonly at?: Date | undefined;
}

/** Where a rotation stands after a run. */
export interface Progress {
  readonly secret: RotationName;
  readonly done: readonly Step[];
  /** Undefined if the rotation is complete, or none was started. */
  readonly next: NextStep | undefined;
  /** What a person does besides. */
  readonly notes?: readonly string[];
}

/** A failure, for people and scripts. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly action: string;
}
