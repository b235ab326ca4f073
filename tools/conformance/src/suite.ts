import type { ModelDefinition } from "@cf-auth/engine";
import type { ModuleFile } from "@cf-auth/model-language";

/** A tuple in the form of OpenFGA's files. It is converted when it is used: some are meant to be refused. */
export interface TupleText {
  readonly user: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: { readonly name: string; readonly context?: object };
  /** RFC 3339. OpenFGA's tuples have none. */
  readonly expires_at?: string;
}

/** Source of a model: in the modelling language, as the files of a modular model, or in OpenFGA's JSON form. */
export type ModelSource =
  | { readonly kind: "source"; readonly text: string }
  | { readonly kind: "modules"; readonly files: readonly ModuleFile[] }
  | { readonly kind: "json"; readonly definition: ModelDefinition };

/** Request data besides subject, relation and object. */
export interface Brought {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly tuples: readonly TupleText[];
}

/** OpenFGA's error code that is expected instead of a result. */
export interface ExpectedError {
  readonly errorCode: number;
}

/** A query and its expected result. */
export type Assertion = Brought &
  (
    | {
        readonly kind: "check";
        readonly subject: string;
        readonly relation: string;
        readonly object: string;
        readonly expected: boolean | ExpectedError;
      }
    | {
        readonly kind: "listObjects";
        readonly subject: string;
        readonly relation: string;
        readonly type: string;
        readonly expected: readonly string[] | ExpectedError;
      }
    | {
        readonly kind: "listUsers";
        readonly object: string;
        readonly relation: string;
        /** `user`, or `group#member`. */
        readonly filter: string;
        readonly expected: readonly string[] | ExpectedError;
      }
  );

/** A model, its tuples and the assertions about them. */
export interface Stage {
  readonly name: string;
  readonly model: ModelSource;
  /** Tuples of the previous stages: stored, whether or not this stage's model allows them. */
  readonly before: readonly TupleText[];
  readonly tuples: readonly TupleText[];
  readonly assertions: readonly Assertion[];
}

/** Thrown for a file that can't be read, or has a field that this runner doesn't support. */
export class FileError extends Error {
  override readonly name = "FileError";
}
