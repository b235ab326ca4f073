import type { ModelDefinition } from "@cf-auth/engine";
import type { ModuleFile } from "@cf-auth/model-language";

/** A tuple as OpenFGA's files write it. It becomes one of ours only when it is used: some are meant to be refused. */
export interface TupleText {
  readonly user: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: { readonly name: string; readonly context?: object };
}

/** A model as it came: in the modelling language, as the files of a modular model, or in OpenFGA's JSON form. */
export type ModelSource =
  | { readonly kind: "source"; readonly text: string }
  | { readonly kind: "modules"; readonly files: readonly ModuleFile[] }
  | { readonly kind: "json"; readonly definition: ModelDefinition };

/** What a question brings besides its names. */
export interface Brought {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly tuples: readonly TupleText[];
}

/** An error of OpenFGA's that is expected instead of an answer, by its number. */
export interface ExpectedError {
  readonly errorCode: number;
}

/** One question and the answer that is expected. */
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

/** A model, the tuples that are there, and what is asked of both. */
export interface Stage {
  readonly name: string;
  readonly model: ModelSource;
  /** Tuples of the stages before: stored, whatever this stage's model makes of them. */
  readonly before: readonly TupleText[];
  readonly tuples: readonly TupleText[];
  readonly assertions: readonly Assertion[];
}

/** Why a file cannot be run: it cannot be read, or says something that this runner does not know. */
export class FileError extends Error {
  override readonly name = "FileError";
}
