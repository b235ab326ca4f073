import { EXPIRY_RANGE } from "@cf-auth/engine";
import type { ErrorDefinition } from "./error-definition.ts";

/** Errors about permissions. */
export const PERMISSION_ERRORS = {
  // Permissions.
  malformed_subject: {
    status: 400,
    message: "The subject is malformed.",
    action: "Write the subject as type:id, type:id#relation or type:*.",
  },
  malformed_object: {
    status: 400,
    message: "The object is malformed.",
    action: "Write the object as type:id.",
  },
  malformed_relation: {
    status: 400,
    message: "The relation is malformed.",
    action: "Write the name of one of the model's relations.",
  },
  unknown_type: {
    status: 400,
    message: "The model doesn't define this type.",
    action: "Check the type against authz.model.get, or put a model that defines it.",
  },
  unknown_relation: {
    status: 400,
    message: "The type doesn't define this relation.",
    action: "Check the relation against authz.model.get, or put a model that defines it.",
  },
  subject_not_allowed: {
    status: 400,
    message: "The model doesn't allow this kind of subject for this relation.",
    action: "Use one of the subject kinds in details.allowed.",
  },
  duplicate_tuple: {
    status: 400,
    message: "The same tuple is written and deleted, or written twice with different conditions or expiry times.",
    action: "Remove one of the two changes of details.tuple.",
  },
  precondition_failed: {
    status: 409,
    message: "A precondition of the write isn't met. Nothing was changed.",
    action: "Read the tuple in details, then decide again and write again.",
  },
  revision_not_found: {
    status: 409,
    message: "The graph doesn't have this revision, or no longer stores it.",
    action: "Use a revision from details.oldest to details.newest.",
  },
  graph_contention: {
    status: 503,
    message: "The graph changed too often while the request ran. Nothing was changed.",
    action:
      "Wait details.retryAfterSeconds seconds, then send the request again, or request a smaller part of the graph.",
    retryable: true,
  },
  revision_too_large: {
    status: 409,
    message: "The graph at this revision is too large to load next to the current one.",
    action: "Query the newest revision.",
  },
  event_not_found: {
    status: 409,
    message: "The tenant doesn't have this event, or no longer stores it for live delivery.",
    action: "Continue after details.oldest or later; read earlier events with audit.list.",
  },
  ticket_invalid: {
    status: 401,
    message: "The ticket is invalid, was used before, or has expired.",
    action: "Request another with events.ticket, and connect within 30 seconds.",
  },
  too_many_changes: {
    status: 409,
    message: "Too many changes were made since that revision to stream them.",
    action: "Read them with authz.changes, then connect with the last revision that you read.",
  },
  tuple_limit_reached: {
    status: 409,
    message: "The graph would exceed one of the tenant's limits. Nothing was changed.",
    action: "Delete tuples, or ask the platform's operators to raise the limit that details names.",
  },
  import_in_progress: {
    status: 409,
    message: "Another import from R2 is running.",
    action: "Wait until the job in authz.graph.job is no longer running, then start the import again.",
  },
  import_superseded: {
    status: 409,
    message: "The whole graph was changed while the import ran. Nothing was imported.",
    action: "Start the import again if you still need it.",
  },
  graph_file_changed: {
    status: 409,
    message: "The file in R2 changed while it was read. Nothing was imported.",
    action: "Call authz.graph.reload again.",
  },
  invalid_model: {
    status: 400,
    message: "The model is invalid.",
    action: "Correct the problems that details.problems lists.",
  },
  model_not_found: {
    status: 409,
    message: "The tenant has no model.",
    action: "Put one with authz.model.put.",
  },
  model_version_not_found: {
    status: 404,
    message: "The tenant's model has no such version.",
    action: "Leave out version to get the newest, or choose one from authz.model.list.",
  },
  invalid_csv: {
    status: 400,
    message: "The CSV is invalid. Nothing was changed.",
    action: "Correct the lines that details.problems lists.",
  },
  invalid_tuple_file: {
    status: 400,
    message: "The file of tuples is invalid. Nothing was changed.",
    action: "Correct the lines that details.problems lists.",
  },
  graph_file_not_found: {
    status: 404,
    message: "The tenant has no graph file in R2.",
    action: "Export the graph to R2, or upload a file with PUT /authz/graph.csv.",
  },
  export_too_large: {
    status: 413,
    message: "The graph is too large for one response.",
    action: 'Export it to R2 with destination "r2".',
  },
  invalid_context: {
    status: 400,
    message: "A condition can't use a value of its context, or fails with it.",
    action:
      "Give the parameter details.parameter a value of its type in the request's context. If details.tuple names a stored " +
      "tuple, write that tuple again with a corrected context.",
  },
  invalid_expiry: {
    status: 400,
    message: "The expiry time of a tuple is out of range. Nothing was changed.",
    action: `Choose a time from ${EXPIRY_RANGE}, or leave out expiresAt for a tuple that never expires.`,
  },
  too_many_contextual_tuples: {
    status: 413,
    message: "The request has too many contextual tuples.",
    action: "Store permanent tuples with authz.write, and send only those that this request needs.",
  },
  invalid_snapshot: {
    status: 500,
    message: "A stored snapshot of the graph can't be read.",
    action: "Report the request id to the platform's operators.",
  },
  depth_limit_exceeded: {
    status: 422,
    message: "The check couldn't be decided within the depth limit.",
    action: "Shorten the chain of tuples between the object and the subject, or raise maxDepth.",
  },
  work_limit_exceeded: {
    status: 422,
    message: "The check couldn't be decided within the work limit.",
    action: "Query a smaller part of the graph, or raise maxWork.",
  },
} as const satisfies Record<string, ErrorDefinition>;
