import { MUTATIONS, QUERIES, WITHOUT_INPUT } from "../generated/procedures.ts";

/** What a call of a procedure needs. */
export interface ListedProcedure {
  /** Its name in the API, such as `authz.check`. */
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly takesInput: boolean;
}

/** Every procedure of the API. */
export function listProcedures(): ListedProcedure[] {
  const withoutInput = WITHOUT_INPUT.split(" ");
  const read = (paths: string, type: ListedProcedure["type"]) =>
    paths.split(" ").map((path) => ({ path, type, takesInput: !withoutInput.includes(path) }));
  return [...read(QUERIES, "query"), ...read(MUTATIONS, "mutation")];
}
