import {
  EXPIRY_RANGE,
  MAX_CONTEXT_LENGTH,
  MAX_CONTEXTUAL_TUPLES,
  MAX_DECISION_WORK,
  MAX_ID_BYTES,
  MAX_INEFFECTIVE_KINDS,
  MAX_NESTING as MAX_OPERATOR_NESTING,
  MAX_PROBLEMS,
  MAX_PROOF_NESTING,
  MAX_RELATION_LENGTH,
  MAX_REMEDIES,
  MAX_ROW_BYTES,
  MAX_TYPE_LENGTH,
  MAX_VERIFIED_NESTING,
  SLICE_WORK,
  TASK_DECISIONS,
} from "@cf-auth/engine";
import * as model from "@cf-auth/model-language";
import { MAX_BEHIND } from "../authz/change-feed.ts";
import { MAX_LOGGED } from "../authz/graph-import.ts";
import * as limits from "../authz/limits.ts";
import { MAX_ROLLBACK_FACTS } from "../authz/open-reads.ts";
import { MAX_COMBINED_BYTES } from "../authz/past-graphs.ts";
import { REPLICA_BUDGET_BYTES } from "../authz/replicas.ts";
import { DEFAULT_SETTINGS, MAX_SETTINGS } from "../authz/settings.ts";
import { MAX_CONCURRENT_TASKS } from "../authz/slices.ts";
import { bytes, count, type LimitSection, row } from "./row.ts";

const { maxTuples, maxBytes, maxDepth, maxWork, retentionDays, maxStalenessSeconds } = DEFAULT_SETTINGS;
const RAISE_LIMIT = "Ask a platform admin to raise it with `authz.settings.update`.";

const upTo = (preset: string, max: string) => `defaults to ${preset}, at most ${max}`;

export const GRAPHS: readonly LimitSection[] = [
  {
    title: "Models",
    before: [
      "`authz.model.put`, `.validate` and `.diff` have the same limits. `details.problems` lists line and column.",
    ],
    rows: [
      row(
        "model text, all files together",
        bytes(model.MAX_MODEL_BYTES),
        "invalid_model",
        "Shorten comments and names.",
      ),
      row("model text, one file", `${count(model.MAX_MODEL_BYTES)} characters`, "invalid_input", "As above."),
      row("files per modular model, including `fga.mod`", count(model.MAX_FILES), "invalid_input", "Merge files."),
      row("`fga.mod`", `${count(model.MAX_MANIFEST_BYTES)} bytes`, "invalid_model", "Merge files."),
      row("types per model", count(model.MAX_TYPES), "invalid_model", "Merge types."),
      row("relations per model", count(model.MAX_RELATIONS), "invalid_model", "Merge relations."),
      row(
        "operands per relation, including subject kinds",
        count(model.MAX_OPERANDS),
        "invalid_model",
        "Split the relation.",
      ),
      row("operands per model", count(model.MAX_MODEL_OPERANDS), "invalid_model", "Merge relations."),
      row(
        "target relations of `from`, one per parent type",
        count(model.MAX_TARGETS),
        "invalid_model",
        "Allow fewer parent types.",
      ),
      row("nesting of parentheses", count(model.MAX_NESTING), "invalid_model", "Move parts into their own relations."),
      row("compiled model as JSON", `${count(model.MAX_DEFINITION_BYTES)} bytes`, "invalid_model", "Shorten names."),
      row(
        "name of a type; of a relation; of a condition or parameter",
        `${count(MAX_TYPE_LENGTH)}; ${count(MAX_RELATION_LENGTH)}; 256 characters`,
        "invalid_model",
        "Shorten it.",
      ),
      row("listed problems", count(MAX_PROBLEMS), null, "`details.problemCount` counts all."),
    ],
  },
  {
    title: "Conditions",
    rows: [
      row("conditions per model", count(model.MAX_CONDITIONS), "invalid_model", "Merge conditions."),
      row("parameters per condition", count(model.MAX_PARAMETERS), "invalid_model", "Use a map or a list."),
      row(
        "condition expression",
        `${count(model.MAX_EXPRESSION_LENGTH)} characters; ${count(model.MAX_NODES)} syntax nodes; ${count(model.MAX_NESTING)} levels`,
        "invalid_model",
        "Split the condition.",
      ),
      row("nesting of loops (`all`, `exists`, `map`, …)", count(model.MAX_LOOPS), "invalid_model", "Flatten the data."),
      row(
        "work per evaluation",
        `${count(model.MAX_WORK)} units, about 5 ms`,
        "work_limit_exceeded",
        "Pass shorter texts and lists.",
      ),
      row(
        "text in a context, including map keys",
        `${count(model.MAX_STRING_LENGTH)} characters`,
        "work_limit_exceeded",
        "Shorten it.",
      ),
      row(
        "nesting in a parameter of type `any`",
        `${count(model.MAX_ANY_NESTING)} levels`,
        "invalid_context",
        "Flatten the value. The next row limits whole contexts.",
      ),
      row(
        "nesting of `context` in a request or tuple",
        `${count(limits.MAX_CONTEXT_DEPTH)} levels`,
        "invalid_input",
        "Flatten the context.",
      ),
      row(
        "tuple `context` as canonical JSON",
        `${count(MAX_CONTEXT_LENGTH)} characters`,
        "invalid_context",
        "Pass large values with the request.",
      ),
    ],
    after: [
      "A request's context has no size limit of its own: the request body is limited, and reading a parameter costs work. Values that",
      "no condition uses are ignored.",
    ],
  },
  {
    title: "Tuples and writes",
    rows: [
      row(
        "id of a subject or object",
        `${count(MAX_ID_BYTES)} bytes of UTF-8`,
        "malformed_object",
        "Shorten or hash the id. For a subject the error is `malformed_subject`.",
      ),
      row(
        "name of a type; of a relation",
        `${count(MAX_TYPE_LENGTH)}; ${count(MAX_RELATION_LENGTH)} characters`,
        "malformed_object",
        "Shorten the name. For a relation the error is `malformed_relation`.",
      ),
      row("`expiresAt`", EXPIRY_RANGE, "invalid_expiry", "Leave it out for a tuple that never expires."),
      row(
        "tuples per write: writes, deletes and preconditions",
        count(limits.MAX_CHANGES),
        "batch_too_large",
        "Split the write, or import a CSV.",
      ),
      row(
        "tuple contexts per write",
        `${count(limits.MAX_CHANGED_CHARACTERS)} characters`,
        "batch_too_large",
        "Split the write.",
      ),
      row(
        "tuples per tenant",
        upTo(count(maxTuples), count(MAX_SETTINGS.maxTuples)),
        "tuple_limit_reached",
        RAISE_LIMIT,
      ),
      row(
        "memory per packed graph",
        upTo(`${count(maxBytes)} bytes`, count(MAX_SETTINGS.maxBytes)),
        "tuple_limit_reached",
        RAISE_LIMIT,
      ),
      row(
        "combinations of relation, subject kind and condition",
        count(limits.MAX_STORED_KINDS),
        "tuple_limit_reached",
        "Delete tuples that no model version uses.",
      ),
      row(
        "assertions per version of the model",
        `${count(limits.MAX_ASSERTIONS)}, ${count(limits.MAX_ASSERTION_BYTES)} bytes as JSON`,
        "batch_too_large",
        "Store fewer, or keep them in a `.fga.yaml` file.",
      ),
      row(
        "contextual tuples per request",
        count(MAX_CONTEXTUAL_TUPLES),
        "too_many_contextual_tuples",
        "Store permanent tuples with `authz.write`.",
      ),
    ],
    after: ["Expired tuples count until they are removed, 1 to 2 seconds after their expiry."],
  },
  {
    title: "Checks and lists",
    before: [
      "Work is measured in units: 10,000 units are about 1 ms. A deployed Worker's clock stands still while it computes. No result",
      "depends on load.",
    ],
    rows: [
      row("checks per batch", count(limits.MAX_CHECKS), "batch_too_large", "Send several batches; the SDK does."),
      row(
        "depth of a check in tuples",
        upTo(count(maxDepth), count(MAX_SETTINGS.maxDepth)),
        "depth_limit_exceeded",
        `Shorten the chain of tuples. ${RAISE_LIMIT}`,
      ),
      row(
        "nesting of relations with `and` or `but not`",
        `${count(MAX_OPERATOR_NESTING)} levels`,
        "depth_limit_exceeded",
        "Shorten the chain.",
      ),
      row(
        "work per check",
        `${count(maxWork)} units, about 80 ms`,
        "work_limit_exceeded",
        "Query a smaller part of the graph.",
      ),
      row(
        "work per list, batch, explanation or diff",
        `${count(maxWork * TASK_DECISIONS)} units, about 1.6 s`,
        "work_limit_exceeded",
        "Request less. A batch returns the results that were computed before.",
      ),
      row("tuples per page of `authz.expand`", count(limits.MAX_EXPANDED), "invalid_input", "Follow `nextCursor`."),
      row(
        "nesting of a proof from `authz.explain`",
        `${count(MAX_PROOF_NESTING)} levels`,
        "depth_limit_exceeded",
        "Use `authz.check`.",
      ),
      row(
        "nesting of a proof for `authz.verifyProof`",
        `${count(MAX_VERIFIED_NESTING)} levels`,
        null,
        "The result is invalid, with the reason.",
      ),
      row("remedies per denial", count(MAX_REMEDIES), null, "The smallest remedies are returned."),
      row(
        "tuples, facts and contexts per `authz.model.diff`",
        `${count(limits.MAX_LISTED)} each`,
        null,
        "`complete` is false; counts include all.",
      ),
      row(
        "changes of the graph during a list",
        `${count(MAX_ROLLBACK_FACTS)} facts in each of 2 attempts`,
        "graph_contention",
        "Send the request again, or request less during an import.",
      ),
    ],
    after: [`The work per check is at most ${count(MAX_DECISION_WORK)} units in any setting.`],
  },
  {
    title: "Files of tuples",
    rows: [
      row(
        "CSV, JSONL or JSON per call",
        `${count(limits.MAX_FILE_TEXT)} characters`,
        "invalid_input",
        "Upload a file and call `authz.graph.reload`.",
      ),
      row(
        "YAML per call, and per file of `PUT /authz/graph.csv`",
        `${count(limits.MAX_YAML)} characters`,
        "invalid_input",
        "Convert the file with `cf-auth import`, which has no such limit, or send JSONL.",
      ),
      row(
        "CSV, JSONL, JSON or YAML per response",
        `${count(limits.MAX_FILE_TEXT)} characters`,
        "export_too_large",
        'Export with `destination: "r2"`.',
      ),
      row("row", `${count(MAX_ROW_BYTES)} bytes`, "invalid_csv", "Check the row for a missing closing quote."),
      row(
        "row of YAML",
        `${count(model.MAX_YAML_ITEM)} characters; ${count(model.MAX_YAML_TOKENS)} tokens, unless it is as exported`,
        "invalid_tuple_file",
        "Check the row for a missing closing quote.",
      ),
      row(
        "context per row",
        `${count(limits.MAX_CONTEXT_DEPTH)} levels, ${count(MAX_CONTEXT_LENGTH)} characters`,
        "invalid_csv",
        "Flatten or shorten the context.",
      ),
      row(
        'row kinds that the model doesn\'t allow, with `ineffective: "keep"`',
        count(MAX_INEFFECTIVE_KINDS),
        "invalid_csv",
        "Check that the file belongs to the model.",
      ),
      row(
        "listed invalid rows and warnings",
        `${count(MAX_PROBLEMS)} each`,
        null,
        "`details.problemCount` counts all.",
      ),
      row(
        "changes per import that are logged one by one",
        count(MAX_LOGGED),
        null,
        "A larger import has one log entry without tuples.",
      ),
      row(
        "concurrent imports from R2",
        "1 per tenant",
        "import_in_progress",
        "Wait until the job in `authz.graph.job` has ended.",
      ),
    ],
  },
  {
    title: "Past revisions and the log",
    rows: [
      row(
        "age of past revisions and of the change log",
        upTo(`${count(retentionDays)} days`, count(MAX_SETTINGS.retentionDays)),
        "revision_not_found",
        "Raise `retentionDays`.",
      ),
      row(
        "memory of the current graph and a past one",
        `${count(MAX_COMBINED_BYTES)} bytes`,
        "revision_too_large",
        "Query the newest revision.",
      ),
      row(
        "changes sent at the start of a change stream",
        count(MAX_BEHIND),
        "too_many_changes",
        "Read `authz.changes` first.",
      ),
      row(
        "age of the replica for consistency `fast`",
        upTo(`${count(maxStalenessSeconds)} s`, `${count(MAX_SETTINGS.maxStalenessSeconds)} s`),
        null,
        "Lower `maxStalenessSeconds`.",
      ),
    ],
  },
  {
    title: "Memory",
    before: [
      `A tenant's graph object has 128 MB of memory for the packed graph, work in progress and one past graph. A graph takes 20 to 30`,
      `bytes per tuple. An isolate caches replicas for \`fast\` in ${bytes(REPLICA_BUDGET_BYTES)}, and evicts the least recently used. Larger`,
      "graphs are queried in their object, with the same result.",
    ],
    rows: [],
  },
  {
    title: "Concurrency",
    before: [
      `- **A check** takes at most ${count(maxWork)} units (80 ms) without a pause. Other requests of the isolate wait for it.`,
      `- **A list, batch, diff, export or import** works in slices of ${count(SLICE_WORK)} units (10 ms). Other requests run between slices.`,
      `- **At most ${count(MAX_CONCURRENT_TASKS)} of these** run concurrently and share each slice. Further ones wait until one ends.`,
      "- **A write** never waits for a list. The list is about the revision at its start.",
      "- **A write during an import** is preserved. It waits only at the import's end, while a new snapshot of the graph is written.",
      `- **An import** of more than ${count(MAX_LOGGED)} changes writes that snapshot. Meanwhile checks and lists use the old graph.`,
      "- **The first call after an eviction** loads the graph in slices. Calls of the same tenant wait for it; those of other tenants don't.",
      "- **Imports in a call** run one after the other. Each starts with the result of the one before.",
      "- **Compactions, the removal of expired tuples, and the end of an import** run one at a time per tenant.",
      "- **Queries of a past revision** run one after the other, because one past graph fits in memory.",
      "- **Exports to R2** run one after the other, so that the newest file remains.",
      "- **Tenants** never wait for each other's graphs: each has its own object. They share the Worker's isolates.",
      "- **A model** is parsed in slices in the Worker, at a few steps per byte.",
      "- **Credentials** are verified again after slices: a revoked key gets no result.",
      "- **Passwords** are hashed one after the other in an isolate. See [Operating](operating.md#passwords).",
    ],
    rows: [],
  },
];
