import * as z from "zod";
import { mapError } from "../../pipeline/error-shape.ts";
import { issuesOf } from "../../pipeline/input-issues.ts";
import { currentRequestId } from "../../ports/request-scope.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { type CallApi, endpoint, messageOf } from "./answer.ts";
import { action, conditionContext, context, nameOf, resource, subject } from "./entities.ts";

/** Evaluations of one request. Each is explained. */
export const MAX_EVALUATIONS = 100;

const evaluation = z.object({ subject, action, resource, context });
type Evaluation = z.output<typeof evaluation>;

/** The answer to an evaluation: with the proof if it is permitted, otherwise with the smallest change that would permit it. */
interface Decision {
  readonly decision: boolean;
  readonly context: object;
}

/** The parts of `authz.explain` that decide. */
interface Explanation {
  readonly allowed: boolean | "conditional";
  readonly missing?: readonly string[];
  readonly proof: unknown;
  readonly remedies: readonly unknown[];
  readonly denial: unknown;
  readonly revision: string;
}

/** `POST /access/v1/evaluation` (§6). */
export const evaluate = endpoint(evaluation, async (request, call) => await decide(request, call));

const SEMANTICS = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
type Semantic = (typeof SEMANTICS)[number];

/** An entity that lacks nothing, or that the default completes. */
const partial = z.record(z.string(), z.unknown()).optional();
const evaluations = z.object({
  subject: partial,
  action: partial,
  resource: partial,
  context: partial,
  evaluations: z.array(z.record(z.string(), z.unknown())).max(MAX_EVALUATIONS).optional(),
  options: z.object({ evaluations_semantic: z.enum(SEMANTICS).default("execute_all") }).optional(),
});

/** `POST /access/v1/evaluations` (§7). Without items it is a single evaluation. */
export const evaluateMany = endpoint(evaluations, async (request, call) => {
  const { evaluations: items = [], options, ...defaults } = request;
  if (items.length === 0) return await decide(parse(defaults), call);
  const decisions = await Promise.all(items.map((item) => decideItem(item, defaults, call)));
  return { evaluations: untilDecided(decisions, options?.evaluations_semantic ?? "execute_all") };
});

/** An error of one evaluation denies it, and leaves the others alone (§7.2.1). */
async function decideItem(item: Partially, defaults: Partially, call: CallApi): Promise<Decision> {
  try {
    return await decide(parse(withDefaults(item, defaults)), call);
  } catch (thrown) {
    const error = mapError(thrown, currentRequestId(), "authz.explain");
    // An outage, or a caller without the right to ask, is about all of them.
    if (definitionOf(error.code).retryable || isAboutCaller(error)) throw error;
    const { status } = definitionOf(error.code);
    return { decision: false, context: { error: { status, code: error.code, message: messageOf(error) } } };
  }
}

function isAboutCaller({ code }: AppError): boolean {
  const { status } = definitionOf(code);
  return status === 401 || status === 403 || status >= 500;
}

/** The decisions up to the one that decides them all (§7.1.2.1). */
function untilDecided(decisions: readonly Decision[], semantic: Semantic): readonly Decision[] {
  if (semantic === "execute_all") return decisions;
  const decides = semantic === "permit_on_first_permit";
  const last = decisions.findIndex(({ decision }) => decision === decides);
  return last === -1 ? decisions : decisions.slice(0, last + 1);
}

type Partially = Readonly<Record<string, unknown>>;

/** The item, with the defaults for entities that are missing or incomplete. */
function withDefaults(item: Partially, defaults: Partially): Partially {
  const entities = Object.entries({ subject, action, resource }).map(([name, schema]) => {
    const own = item[name];
    const isComplete = own !== undefined && schema.safeParse(own).success;
    return [name, isComplete ? own : { ...Object(defaults[name]), ...Object(own) }] as const;
  });
  return { context: defaults.context, ...item, ...Object.fromEntries(entities) };
}

function parse(item: Partially): Evaluation {
  const { success, data, error } = evaluation.safeParse(item);
  if (!success) throw new AppError("invalid_input", { issues: issuesOf(error) });
  return data;
}

async function decide({ context: of, ...entities }: Evaluation, call: CallApi): Promise<Decision> {
  const explained = (await call("authz.explain", {
    subject: nameOf(entities.subject),
    relation: entities.action.name,
    object: nameOf(entities.resource),
    context: conditionContext(entities, of),
    consistency: "exact",
  })) as Explanation;
  const { allowed, missing, proof, remedies, denial, revision } = explained;
  // "conditional" would be truthy.
  if (allowed === true) return { decision: true, context: { proof, revision } };
  const [remedy] = remedies;
  const parts = { ...(missing !== undefined && { missing }), ...(remedy !== undefined && { remedy }) };
  return { decision: false, context: { ...parts, denial, revision } };
}
