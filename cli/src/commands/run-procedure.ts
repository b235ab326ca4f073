import type { ExitCode } from "../cli-error.ts";
import { isList, type Procedure } from "../contract/contract.ts";
import { fieldsOf } from "../contract/fields.ts";
import type { Result } from "../output/result.ts";
import type { Layout } from "../output/table.ts";
import { valueText } from "../output/value-text.ts";
import type { Connection } from "../profile/connection.ts";
import { callSolving } from "./call.ts";
import { printDryRun } from "./dry-run.ts";
import { pageOptions, readPages } from "./pages.ts";
import type { ProcedureShape } from "./procedure-shape.ts";
import type { RunContext } from "./run-context.ts";

/** Fields of a result with a key that no later call returns. */
const ONE_TIME_FIELDS: readonly string[] = ["key", "secretKey"];

/** Calls a procedure and prints its result, or what would be sent. */
export async function runProcedure(
  procedure: Procedure,
  input: unknown,
  shape: ProcedureShape,
  context: RunContext,
): Promise<ExitCode | undefined> {
  const { options, settings } = context;
  const { path } = procedure;
  const names = fieldsOf(procedure).map(({ name }) => name);
  const isDryRun = options.dryRun === true;
  const hasOwnDryRun = names.includes("dryRun");
  // A procedure with a field `tenant` is about the platform: the option is that field, and no header names a tenant.
  const chosen = names.includes("tenant") ? { ...settings, tenant: undefined } : settings;
  if (isDryRun && !hasOwnDryRun) {
    printDryRun(path, input, { ...context, settings: chosen });
    return undefined;
  }
  const request = isDryRun ? { ...Object(input), dryRun: true } : input;
  const access = procedure.caller.includes("anonymous") ? "anonymous" : "signed-in";
  const connection = context.connectWith(chosen, access);
  if (isList(procedure)) {
    const result = await readPages(procedure, pageOptions(options), async (page) =>
      connection.call(path, { ...Object(request), ...page }),
    );
    return printed(result, { ...shape, text: shape.text ?? listText }, context);
  }
  if (shape.repeat !== undefined)
    return printed(await repeated(connection, path, request, shape.repeat, context), shape, context);
  const { idempotencyKey } = options;
  const result = await callSolving(connection, path, request, {
    idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey : undefined,
  });
  return printed(Object(result), shape, context, procedure.type === "mutation");
}

/** Calls until the work is done. Another run of the command continues it. */
async function repeated(
  connection: Connection,
  path: string,
  request: unknown,
  { isDone, add, progress }: NonNullable<ProcedureShape["repeat"]>,
  { output, io }: RunContext,
): Promise<Result> {
  let sum: Result | undefined;
  for (;;) {
    const result: Result = Object(await callSolving(connection, path, request));
    sum = sum === undefined ? result : add(sum, result);
    if (isDone(result)) return sum;
    io.signal.throwIfAborted();
    output.message(progress(result));
  }
}

function printed(
  result: Result,
  { text, exitCode }: ProcedureShape,
  { output, options }: RunContext,
  isChange = false,
): ExitCode | undefined {
  output.result(result, text && ((layout) => text(result, layout)));
  if (typeof result.nextCursor === "string") {
    output.message(`There are more items. Repeat with --all, or with --cursor ${result.nextCursor}`);
  }
  if (isChange && ONE_TIME_FIELDS.some((name) => typeof result[name] === "string")) {
    output.message("The key is shown only this once. Store it now.");
  }
  return exitCode?.(result, options);
}

function listText({ items }: Result, layout: Layout): string {
  return valueText(items, layout);
}
