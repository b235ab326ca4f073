import { EXPIRY_RANGE } from "@cf-auth/engine";
import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about permissions. */
export const PERMISSION_ERRORS = {
  // Permissions.
  malformed_subject: {
    status: 400,
    message: "A subject is not well-formed.",
    action: "Write it as type:id, type:id#relation or type:*.",
  },
  malformed_object: {
    status: 400,
    message: "An object is not well-formed.",
    action: "Write it as type:id.",
  },
  malformed_relation: {
    status: 400,
    message: "A relation is not well-formed.",
    action: "Write the name of a relation of the model.",
  },
  unknown_type: {
    status: 400,
    message: "The model has no such type.",
    action: "Check the type against the model, or put a model that has it.",
  },
  unknown_relation: {
    status: 400,
    message: "The type has no such relation.",
    action: "Check the relation against the model, or put a model that has it.",
  },
  subject_not_allowed: {
    status: 400,
    message: "The model does not allow such a subject for this relation.",
    action: "Use one of the kinds of subject in details.allowed.",
  },
  conflicting_changes: {
    status: 400,
    message: "The same tuple is both written and deleted, or given twice on different terms.",
    action: "Leave out one of the two; details.tuple says which tuple it is.",
  },
  precondition_failed: {
    status: 409,
    message: "A precondition of the write does not hold; nothing was changed.",
    action: "Read the tuple in details, decide anew, and write again.",
  },
  revision_unknown: {
    status: 409,
    message: "The graph has no such revision, or does not keep it any more.",
    action: "Use a revision between details.oldest and details.newest.",
  },
  graph_changing: {
    status: 503,
    message:
      "The graph was changed so much while the answer was made that it could not be completed; nothing was changed.",
    action: "Wait for the time in details.retryAfterSeconds, then try again, or ask about a smaller part of the graph.",
    retryable: true,
  },
  past_too_large: {
    status: 409,
    message: "The graph at that revision is too large to be loaded beside the present one.",
    action: "Ask about the newest revision.",
  },
  event_unknown: {
    status: 409,
    message: "The tenant has had no such event, or does not keep it for those who follow any more.",
    action: "Go on after details.oldest or later; what was before that is in audit.list.",
  },
  ticket_invalid: {
    status: 401,
    message: "The ticket is not known here, was used before, or has expired.",
    action: "Get another with events.ticket, and connect at once.",
  },
  changes_too_many: {
    status: 409,
    message: "More has changed since that revision than is sent at the start of a stream.",
    action: "Read the log with authz.changes first, and connect with the last revision read.",
  },
  graph_full: {
    status: 409,
    message: "The graph would be larger than this tenant may have; nothing was changed.",
    action: "Delete tuples, or have the platform's operators raise the limit in details.",
  },
  import_running: {
    status: 409,
    message: "Another import from R2 is running.",
    action: "Wait until authz.graph.job says that it is over.",
  },
  import_overtaken: {
    status: 409,
    message: "The graph was changed as a whole while the import ran; nothing was imported.",
    action: "Begin the import again if it is still wanted.",
  },
  graph_file_changed: {
    status: 409,
    message: "The file in R2 was changed while it was read; nothing was imported.",
    action: "Reload again.",
  },
  invalid_model: {
    status: 400,
    message: "The model is not valid.",
    action: "Correct what details.problems lists.",
  },
  model_missing: {
    status: 409,
    message: "The tenant has no model yet.",
    action: "Put one with authz.model.put.",
  },
  model_version_unknown: {
    status: 404,
    message: "The tenant's model has no such version.",
    action: "Leave the version out to get the newest.",
  },
  invalid_csv: {
    status: 400,
    message: "The CSV is not valid; nothing was changed.",
    action: "Correct the lines that details.problems lists.",
  },
  graph_file_missing: {
    status: 404,
    message: "There is no graph file for this tenant in R2.",
    action: "Import a graph, export it to R2, or put a file at the key in details.key.",
  },
  export_too_large: {
    status: 413,
    message: "The graph is too large to be sent in one answer.",
    action: 'Export it to R2 with destination "r2".',
  },
  invalid_context: {
    status: 400,
    message: "A condition can't use a value of its context, or fails with it.",
    action:
      "Give the parameter in details.parameter a value of its type: in the request's context, or, where details.tuple " +
      "names a stored tuple, by writing that tuple again with another context. Values beside the parameters are ignored " +
      "in a question's context, and refused in a tuple's.",
  },
  invalid_expiry: {
    status: 400,
    message: "A tuple can't expire at this time; nothing was changed.",
    action: `Choose a time from ${EXPIRY_RANGE}, or leave expiresAt out for a tuple that never expires.`,
  },
  too_many_tuples: {
    status: 413,
    message: "The question brings more contextual tuples than are taken at once.",
    action: "Store what always holds, and bring only what this question needs.",
  },
  invalid_snapshot: {
    status: 500,
    message: "A stored snapshot of the graph cannot be read.",
    action: "Report the request id to the platform's operators.",
  },
  depth_exceeded: {
    status: 422,
    message: "The question is undecided within the allowed depth.",
    action: "Shorten the chain of tuples between object and subject.",
  },
  work_exceeded: {
    status: 422,
    message: "The question is undecided within the allowed work.",
    action: "Ask about a smaller part of the graph.",
  },
} as const satisfies Record<string, ErrorDefinition>;
