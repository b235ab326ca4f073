import type { Route } from "../route.ts";
import { readAssertions, writeAssertions } from "./assertion-calls.ts";
import { CHANGES_CODES, readChanges } from "./changes-call.ts";
import { batchCheck, check } from "./check-calls.ts";
import { expand } from "./expand-call.ts";
import { LIST_CODES, listObjects, listUsers, streamedListObjects } from "./list-calls.ts";
import { readModel, readModels, writeModel } from "./model-calls.ts";
import { openFgaRoute } from "./openfga-route.ts";
import { createStore, deleteStore, getStore, listStores } from "./store-calls.ts";
import { readTuples, writeTuples } from "./tuple-calls.ts";

const STORE = "/stores/{store}";
const MODELS = `${STORE}/authorization-models`;
const ASSERTIONS = `${STORE}/assertions/{model}`;

/**
 * OpenFGA's HTTP API, one route for each of its calls. All of them are made of procedures, which decide who may call.
 * Source: openfga/api, docs/openapiv2/apidocs.swagger.json.
 */
export const OPENFGA_ROUTES: readonly Route[] = [
  openFgaRoute({ method: "GET", path: "/stores", summary: "Lists the tenant's store (OpenFGA).", work: listStores }),
  openFgaRoute({
    method: "POST",
    path: "/stores",
    summary: "Creates a tenant as a store (OpenFGA). Only operators may.",
    work: createStore,
  }),
  openFgaRoute({ method: "GET", path: STORE, summary: "Gets the tenant's store (OpenFGA).", work: getStore }),
  openFgaRoute({
    method: "DELETE",
    path: STORE,
    summary: "Deletes the tenant (OpenFGA). Only operators may.",
    work: deleteStore,
  }),
  openFgaRoute({
    method: "GET",
    path: MODELS,
    summary: "Lists versions of the model, newest first (OpenFGA).",
    work: readModels,
  }),
  openFgaRoute({
    method: "POST",
    path: MODELS,
    summary: "Puts a version of the model (OpenFGA).",
    work: writeModel,
  }),
  openFgaRoute({
    method: "GET",
    path: `${MODELS}/{model}`,
    summary: "Gets a version of the model (OpenFGA).",
    work: readModel,
  }),
  openFgaRoute({ method: "POST", path: `${STORE}/check`, summary: "Runs a check (OpenFGA).", work: check }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/batch-check`,
    summary: "Runs up to 50 checks (OpenFGA).",
    work: batchCheck,
  }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/expand`,
    summary: "Expands a relation of an object one step deep (OpenFGA).",
    work: expand,
  }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/list-objects`,
    summary: "Lists at most 1,000 objects to which a user has a relation (OpenFGA).",
    codes: LIST_CODES,
    work: listObjects,
  }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/streamed-list-objects`,
    summary: "Lists all objects to which a user has a relation, one a line (OpenFGA).",
    codes: LIST_CODES,
    isStreamed: true,
    work: streamedListObjects,
  }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/list-users`,
    summary: "Lists at most 1,000 users that have a relation to an object (OpenFGA).",
    codes: LIST_CODES,
    work: listUsers,
  }),
  openFgaRoute({ method: "POST", path: `${STORE}/read`, summary: "Lists stored tuples (OpenFGA).", work: readTuples }),
  openFgaRoute({
    method: "POST",
    path: `${STORE}/write`,
    summary: "Writes and deletes tuples, all or nothing (OpenFGA).",
    work: writeTuples,
  }),
  openFgaRoute({
    method: "GET",
    path: `${STORE}/changes`,
    summary: "Lists changes of tuples in order (OpenFGA).",
    codes: CHANGES_CODES,
    work: readChanges,
  }),
  openFgaRoute({
    method: "GET",
    path: ASSERTIONS,
    summary: "Gets the assertions of a version of the model (OpenFGA).",
    work: readAssertions,
  }),
  openFgaRoute({
    method: "PUT",
    path: ASSERTIONS,
    summary: "Replaces the assertions of a version of the model (OpenFGA).",
    work: writeAssertions,
  }),
];
