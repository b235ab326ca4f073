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
const ASK_ADMIN = "A platform admin raises it with `authz.settings.update`.";

const upTo = (preset: string, most: string) => `defaults to ${preset}, at most ${most}`;

export const GRAPHS: readonly LimitSection[] = [
  {
    title: "Models",
    before: [
      "`authz.model.put`, `.validate` and `.diff` have the same bounds. `details.problems` names line and column.",
    ],
    rows: [
      row(
        "text of a model, all files together",
        bytes(model.MAX_MODEL_BYTES),
        "invalid_model",
        "Shorten comments and names, or split the tenant.",
      ),
      row("one file of it", `${count(model.MAX_MODEL_BYTES)} characters`, "invalid_input", "As above."),
      row("files of a modular model, `fga.mod` included", count(model.MAX_FILES), "invalid_input", "Merge files."),
      row("`fga.mod`", `${count(model.MAX_MANIFEST_BYTES)} bytes`, "invalid_model", "Merge files."),
      row("types", count(model.MAX_TYPES), "invalid_model", "Merge types."),
      row("relations, of all types", count(model.MAX_RELATIONS), "invalid_model", "Merge relations."),
      row(
        "operands of a relation, kinds of subjects counted",
        count(model.MAX_OPERANDS),
        "invalid_model",
        "Split it into several relations.",
      ),
      row("operands of all relations", count(model.MAX_MODEL_OPERANDS), "invalid_model", "Merge relations."),
      row(
        "relations that `from` leads to, one for each parent type",
        count(model.MAX_TARGETS),
        "invalid_model",
        "Allow fewer parent types.",
      ),
      row("brackets inside each other", count(model.MAX_NESTING), "invalid_model", "Name parts as relations."),
      row(
        "the compiled model as JSON",
        `${count(model.MAX_DEFINITION_BYTES)} bytes`,
        "invalid_model",
        "Shorten names.",
      ),
      row(
        "name of a type; of a relation; of a condition or parameter",
        `${count(MAX_TYPE_LENGTH)}; ${count(MAX_RELATION_LENGTH)}; 256 characters`,
        "invalid_model",
        "Shorten it.",
      ),
      row("problems listed", count(MAX_PROBLEMS), null, "`details.problemCount` counts all."),
    ],
  },
  {
    title: "Conditions",
    rows: [
      row("conditions of a model", count(model.MAX_CONDITIONS), "invalid_model", "Merge conditions."),
      row("parameters of a condition", count(model.MAX_PARAMETERS), "invalid_model", "Use a map or a list."),
      row(
        "expression",
        `${count(model.MAX_EXPRESSION_LENGTH)} characters; ${count(model.MAX_NODES)} syntax nodes; ${count(model.MAX_NESTING)} levels`,
        "invalid_model",
        "Split the condition.",
      ),
      row(
        "loops (`all`, `exists`, `map`, …) inside each other",
        count(model.MAX_LOOPS),
        "invalid_model",
        "Flatten the data.",
      ),
      row(
        "one evaluation",
        `${count(model.MAX_WORK)} units, about 5 ms`,
        "work_limit_exceeded",
        "Send shorter texts and lists.",
      ),
      row(
        "a text in a context, keys of maps included",
        `${count(model.MAX_STRING_LENGTH)} characters`,
        "work_limit_exceeded",
        "Shorten it.",
      ),
      row(
        "lists and maps in a parameter of type `any`",
        `${count(model.MAX_ANY_NESTING)} levels`,
        "invalid_context",
        "Contexts end at the next row's bound.",
      ),
      row(
        "`context` of a request or a tuple",
        `${count(limits.MAX_CONTEXT_DEPTH)} levels`,
        "invalid_input",
        "Flatten it.",
      ),
      row(
        "`context` of a tuple, as canonical JSON",
        `${count(MAX_CONTEXT_LENGTH)} characters`,
        "invalid_context",
        "Pass large values with the request.",
      ),
    ],
    after: [
      "A context of a request has no size of its own: the body is bounded, and reading a parameter costs work. Values that no",
      "condition asks for are ignored.",
    ],
  },
  {
    title: "Tuples and writes",
    rows: [
      row(
        "an id",
        `${count(MAX_ID_BYTES)} bytes of UTF-8`,
        "malformed_object",
        "Shorten or hash it. A subject's error is `malformed_subject`.",
      ),
      row(
        "name of a type; of a relation",
        `${count(MAX_TYPE_LENGTH)}; ${count(MAX_RELATION_LENGTH)} characters`,
        "malformed_object",
        "`malformed_relation` for a relation.",
      ),
      row("`expiresAt`", EXPIRY_RANGE, "invalid_expiry", "Leave it out for a tuple that never expires."),
      row(
        "tuples in a write: writes, deletes and preconditions",
        count(limits.MAX_CHANGES),
        "batch_too_large",
        "Write several times, or import a CSV.",
      ),
      row(
        "contexts of all tuples in a write",
        `${count(limits.MAX_CHANGED_CHARACTERS)} characters`,
        "batch_too_large",
        "Write several times.",
      ),
      row(
        "tuples of a tenant",
        upTo(count(maxTuples), count(MAX_SETTINGS.maxTuples)),
        "tuple_limit_reached",
        ASK_ADMIN,
      ),
      row(
        "memory of the packed graph",
        upTo(`${count(maxBytes)} bytes`, count(MAX_SETTINGS.maxBytes)),
        "tuple_limit_reached",
        ASK_ADMIN,
      ),
      row(
        "kinds of stored tuples: relation, kind of subject, condition",
        count(limits.MAX_STORED_KINDS),
        "tuple_limit_reached",
        "Delete tuples that no version of your model needs.",
      ),
      row(
        "contextual tuples of a request",
        count(MAX_CONTEXTUAL_TUPLES),
        "too_many_contextual_tuples",
        "Store what always holds.",
      ),
    ],
    after: ["Expired tuples count until they are removed, a second or two after they expire."],
  },
  {
    title: "Checks and lists",
    before: [
      "Work is counted in units, not in time: 10,000 units are about a millisecond. Deployed Workers' clocks stand still while",
      "they compute, and no answer depends on load.",
    ],
    rows: [
      row("checks in a batch", count(limits.MAX_CHECKS), "batch_too_large", "Send several batches; the SDK does."),
      row(
        "tuples followed in a row",
        upTo(count(maxDepth), count(MAX_SETTINGS.maxDepth)),
        "depth_limit_exceeded",
        `Shorten the chain. ${ASK_ADMIN}`,
      ),
      row(
        "relations with `and` or `but not` inside each other",
        `${count(MAX_OPERATOR_NESTING)} levels`,
        "depth_limit_exceeded",
        "Shorten the chain.",
      ),
      row(
        "work of one check",
        `${count(maxWork)} units, about 80 ms`,
        "work_limit_exceeded",
        "Ask about a smaller part of the graph.",
      ),
      row(
        "work of a list, a batch, an explanation or a diff",
        `${count(maxWork * TASK_DECISIONS)} units, about 1.6 s`,
        "work_limit_exceeded",
        "Ask for less; a batch answers the checks before.",
      ),
      row("tuples on a page of `authz.expand`", count(limits.MAX_EXPANDED), "invalid_input", "Follow `nextCursor`."),
      row(
        "a proof that `authz.explain` returns",
        `${count(MAX_PROOF_NESTING)} levels`,
        "depth_limit_exceeded",
        "Use `authz.check`.",
      ),
      row(
        "a proof that `authz.verifyProof` accepts",
        `${count(MAX_VERIFIED_NESTING)} steps inside each other`,
        null,
        "It is answered as invalid, and says why.",
      ),
      row("remedies of a no", count(MAX_REMEDIES), null, "The smallest come first."),
      row(
        "tuples, facts and contexts listed by `authz.model.diff`",
        `${count(limits.MAX_LISTED)} each`,
        null,
        "`complete` is false; counts go on.",
      ),
      row(
        "changes of the graph during one list",
        `${count(MAX_ROLLBACK_FACTS)} facts, twice`,
        "graph_contention",
        "Try again; ask for less while you import.",
      ),
    ],
    after: [`No setting may pass ${count(MAX_DECISION_WORK)} units for a check.`],
  },
  {
    title: "CSV",
    rows: [
      row(
        "CSV in a call",
        `${count(limits.MAX_CSV)} characters`,
        "invalid_input",
        "Upload a file and call `authz.graph.reload`.",
      ),
      row(
        "CSV in an answer",
        `${count(limits.MAX_CSV)} characters`,
        "export_too_large",
        'Export with `destination: "r2"`.',
      ),
      row("one row", `${count(MAX_ROW_BYTES)} bytes`, "invalid_csv", "Look for a quote that never ends."),
      row(
        "context in a row",
        `${count(limits.MAX_CONTEXT_DEPTH)} levels, ${count(MAX_CONTEXT_LENGTH)} characters`,
        "invalid_csv",
        "Flatten or shorten it.",
      ),
      row(
        'kinds of rows that the model does not allow, with `ineffective: "keep"`',
        count(MAX_INEFFECTIVE_KINDS),
        "invalid_csv",
        "Look for a wrong model or file.",
      ),
      row("bad rows and warnings listed", `${count(MAX_PROBLEMS)} each`, null, "`details.problemCount` counts all."),
      row(
        "changes that the log keeps tuple by tuple",
        `${count(MAX_LOGGED)} a import`,
        null,
        "A larger import is one entry without tuples.",
      ),
      row(
        "imports from R2 at once",
        "1 for each tenant",
        "import_in_progress",
        "Wait until `authz.graph.job` says it is over.",
      ),
    ],
  },
  {
    title: "Past revisions and the log",
    rows: [
      row(
        "age of the log and of past revisions",
        upTo(`${count(retentionDays)} days`, count(MAX_SETTINGS.retentionDays)),
        "revision_not_found",
        "Set `retentionDays`.",
      ),
      row(
        "memory of the present graph and a past one",
        `${count(MAX_COMBINED_BYTES)} bytes`,
        "revision_too_large",
        "Ask about the newest revision.",
      ),
      row(
        "changes sent when a stream of changes starts",
        count(MAX_BEHIND),
        "too_many_changes",
        "Read `authz.changes` first.",
      ),
      row(
        "age of the copy that answers `fast`",
        upTo(`${count(maxStalenessSeconds)} s`, `${count(MAX_SETTINGS.maxStalenessSeconds)} s`),
        null,
        "Set `maxStalenessSeconds`.",
      ),
    ],
  },
  {
    title: "Memory",
    before: [
      `A tenant's graph object has 128 MB in all: the packed graph, slices of work, and one past graph. A graph takes 20 to 30`,
      `bytes a tuple. An isolate keeps copies of graphs for \`fast\` in ${bytes(REPLICA_BUDGET_BYTES)}; the least recently used goes first. A`,
      "larger graph is answered by its object, with the same result.",
    ],
    rows: [],
  },
  {
    title: "Who waits for whom",
    before: [
      `- **A check** takes at most ${count(maxWork)} units (80 ms) and is done at once. Other requests of the isolate wait for it.`,
      `- **A list, batch, diff, export or import** works in slices of ${count(SLICE_WORK)} units (20 ms). Between slices others go first.`,
      `- **Several of these** share each slice, at most ${count(MAX_CONCURRENT_TASKS)} at a time. Further ones wait until one ends.`,
      "- **A write** never waits for a list. The list answers about the revision at which it began.",
      "- **A write during an import** stays. It waits only while a new snapshot of the whole graph is written, at the import's end.",
      `- **An import** of more than ${count(MAX_LOGGED)} changes writes that snapshot. Checks and lists go on meanwhile, on the old graph.`,
      "- **The first call after an eviction** loads the graph, in slices. Calls of the same tenant wait for it; other tenants' do not.",
      "- **Imports in a call** run one after the other. Each begins with what the one before has made.",
      "- **Compactions, the removal of expired tuples, and the end of an import** run one at a time for each tenant.",
      "- **Questions about a past revision** run one after the other: one past graph is in memory.",
      "- **Exports to R2** are written one after the other, so that the newest stays.",
      "- **Tenants** never wait for each other's graphs: each has an object of its own. They share the Worker's isolates.",
      "- **A model** is read in slices in the Worker. Its text costs at most a few steps a byte.",
      "- **Credentials** are looked up again after slices: a revoked key gets no answer.",
      "- **Passwords** are hashed one after the other in an isolate. See [Operating](operating.md#passwords).",
    ],
    rows: [],
  },
];
