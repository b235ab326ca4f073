import { COMMON_ERRORS, PROCEDURE_ERRORS } from "../src/pipeline/procedure-errors.ts";

const PATH = /\/trpc\/([^?]+)/;

/**
 * Fails on an error that the procedure does not declare: the reference and the SDK's editor help are made from those lists.
 * To be called with every response that a test gets.
 */
export async function requireDeclaredErrors(url: string, response: Response): Promise<void> {
  const path = PATH.exec(url)?.[1];
  // A path of several procedures is a batch.
  if (response.ok || path === undefined || !Object.hasOwn(PROCEDURE_ERRORS, path)) return;
  const { error } = Object(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  );
  const code = error?.json?.data?.code;
  const declared = [...COMMON_ERRORS, ...(PROCEDURE_ERRORS[path] ?? [])];
  if (code === undefined || declared.includes(code)) return;
  throw new Error(`${path} failed with ${code}: add it to PROCEDURE_ERRORS in server/src/rpc/procedure-errors.ts.`);
}
