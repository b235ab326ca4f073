import * as z from "zod";
import type { ErrorCode } from "../../shared/errors/catalog.ts";
import type { OpenFgaCall } from "./openfga-call.ts";
import { OpenFgaError } from "./openfga-error.ts";
import {
  checkedKey,
  consistency,
  context,
  contextualTuples,
  optionalText,
  queryFields,
  text,
} from "./request-fields.ts";

/** Maximum number of checks in one batch, as OpenFGA's server has it. */
const MAX_CHECKS = 50;

const checkRequest = z.object({
  ...queryFields,
  tuple_key: checkedKey,
  contextual_tuples: contextualTuples,
  context,
});

const batchItem = z.object({
  tuple_key: checkedKey,
  contextual_tuples: contextualTuples,
  context,
  correlation_id: text,
});

const batchRequest = z.object({
  checks: z.array(batchItem),
  authorization_model_id: optionalText,
  consistency,
});

export async function check(call: OpenFgaCall): Promise<Response> {
  const { allowed, missing } = await call.run("authz.check", () => {
    const body = call.body(checkRequest);
    call.requireModel(body.authorization_model_id);
    return {
      ...body.tuple_key,
      contextualTuples: body.contextual_tuples,
      context: body.context,
      consistency: body.consistency,
    };
  });
  // "conditional" would be true to a client that expects a boolean.
  if (allowed === "conditional") throw new OpenFgaError("validation_error", missingContext(missing));
  return Response.json({ allowed, resolution: "" });
}

/** The message of a result that depends on context that the request lacks. */
export function missingContext(missing: readonly string[] = []): string {
  const named = missing.map((parameter) => `'${parameter}'`).join(", ");
  return `failed to evaluate relationship condition: context parameters are missing${named && `: ${named}`}`;
}

interface BatchResult {
  readonly allowed?: boolean;
  readonly error?: { readonly input_error: string; readonly message: string };
}

type BatchItem = z.output<typeof batchItem>;

/** Runs the checks of a batch: together where they have the same contextual tuples, which most have not at all. */
export async function batchCheck(call: OpenFgaCall): Promise<Response> {
  let groups: BatchItem[][] = [];
  const read = () => {
    const { checks, authorization_model_id: model, consistency: required } = call.body(batchRequest);
    requireBatch(checks);
    call.requireModel(model);
    groups = [...Map.groupBy(checks, (item) => JSON.stringify(item.contextual_tuples)).values()];
    return required;
  };
  const first = await runGroup(call, () => {
    const required = read();
    return { items: groups[0] ?? [], required };
  });
  const results = [first];
  for (const items of groups.slice(1)) results.push(await runGroup(call, () => ({ items, required: read() })));
  return Response.json({ result: Object.assign({}, ...results) });
}

async function runGroup(
  call: OpenFgaCall,
  group: () => { items: readonly BatchItem[]; required: "fast" | "exact" },
): Promise<Record<string, BatchResult>> {
  let items: readonly BatchItem[] = [];
  const { results } = await call.run("authz.batchCheck", () => {
    const { items: read, required } = group();
    items = read;
    return {
      checks: items.map(({ tuple_key: fact, context: values }) => ({ ...fact, context: values })),
      contextualTuples: items[0]?.contextual_tuples,
      consistency: required,
    };
  });
  return Object.fromEntries(items.map(({ correlation_id: id }, i) => [id, batchResult(results[i])]));
}

type CheckResult =
  | { readonly allowed: boolean | "conditional"; readonly missing?: readonly string[] | undefined }
  | { readonly error: { readonly code: string; readonly message: string } };

function batchResult(result: CheckResult | undefined): BatchResult {
  if (result === undefined) throw new Error("A check of a batch has no result.");
  if ("error" in result) {
    const { code, message } = result.error;
    return { error: { input_error: INPUT_ERRORS[code as ErrorCode] ?? "validation_error", message } };
  }
  if (result.allowed !== "conditional") return { allowed: result.allowed };
  return { error: { input_error: "validation_error", message: missingContext(result.missing) } };
}

/** Codes of a check's own errors besides `validation_error`. */
const INPUT_ERRORS: Readonly<Partial<Record<ErrorCode, string>>> = {
  depth_limit_exceeded: "authorization_model_resolution_too_complex",
};

const CORRELATION_ID = /^[\w-]{1,36}$/;

function requireBatch(checks: readonly BatchItem[]): void {
  if (checks.length === 0) throw new OpenFgaError("validation_error", "batch check requires at least one check");
  if (checks.length > MAX_CHECKS) {
    const message = `batchCheck received ${checks.length} checks, the maximum allowed is ${MAX_CHECKS}`;
    throw new OpenFgaError("validation_error", message);
  }
  const ids = new Set<string>();
  for (const { correlation_id: id } of checks) {
    if (!CORRELATION_ID.test(id)) throw new OpenFgaError("validation_error", `invalid correlation id: '${id}'`);
    if (ids.has(id)) throw new OpenFgaError("validation_error", `received duplicate correlation id: ${id}`);
    ids.add(id);
  }
}
