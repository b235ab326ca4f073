import { COMMON_ERRORS, PROCEDURE_ERRORS } from "../src/pipeline/procedure-errors.ts";

const PATH = /\/(?:trpc|v1)\/([^?]+)/;

/**
 * Throws on an error that the procedure does not declare: the reference and the SDK's doc comments are generated from those
 * lists. Tests call this with every response.
 */
export async function requireDeclaredErrors(url: string, response: Response): Promise<void> {
  const path = PATH.exec(url)?.[1];
  // A path of several procedures is a batch.
  if (response.ok || path === undefined || !Object.hasOwn(PROCEDURE_ERRORS, path)) return;
  const { error, code: own } = Object(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  );
  const code = own ?? error?.json?.data?.code;
  const declared = [...COMMON_ERRORS, ...(PROCEDURE_ERRORS[path] ?? [])];
  if (code === undefined || declared.includes(code)) return;
  throw new Error(
    `${path} failed with ${code}: add it to PROCEDURE_ERRORS in server/src/pipeline/procedure-errors.ts.`,
  );
}
