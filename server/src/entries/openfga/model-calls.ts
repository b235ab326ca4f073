import * as z from "zod";
import type { ModelSource } from "../../authz/graph-service.ts";
import { parseInSlices } from "../../authz/parse-in-slices.ts";
import { cursorOf, readPageSize, tokenOf } from "./continuation-token.ts";
import { modelIdOf } from "./ids.ts";
import { jsonOf, modelJson } from "./model-json.ts";
import { type OpenFgaCall, readModelId } from "./openfga-call.ts";
import { asTokenError } from "./tuple-calls.ts";

/** Maximum number of models of one page. Each is read anew, so that pages are smaller than OpenFGA's. */
const MAX_MODELS = 10;

const writeRequest = z.object({
  schema_version: z.string().nullish(),
  type_definitions: z.array(z.unknown()).min(1),
  conditions: z.record(z.string(), z.unknown()).nullish(),
});

/** Puts a version of the model, in its JSON form. The present one again keeps its id. */
export async function writeModel(call: OpenFgaCall): Promise<Response> {
  const { version } = await call.run("authz.model.put", () => {
    const { schema_version: schema, type_definitions, conditions } = call.body(writeRequest);
    const model = { schema_version: schema || "1.1", type_definitions, ...(conditions && { conditions }) };
    return { model: JSON.stringify(model) };
  });
  return Response.json({ authorization_model_id: modelIdOf(version) }, { status: 201 });
}

export async function readModel(call: OpenFgaCall): Promise<Response> {
  const { version, model } = await call.run("authz.model.get", () => ({
    version: readModelId(call.parameter("model")),
  }));
  return Response.json({ authorization_model: await jsonOfVersion(call, version, model) });
}

export async function readModels(call: OpenFgaCall): Promise<Response> {
  const { items, nextCursor } = await call
    .run("authz.model.list", () => ({
      limit: Math.min(readPageSize(call.queryField("page_size")), MAX_MODELS),
      cursor: cursorOf(call.queryField("continuation_token")),
    }))
    .catch(asTokenError);
  const models: unknown[] = [];
  for (const { version, model } of items) models.push(await jsonOfVersion(call, version, model));
  return Response.json({ authorization_models: models, continuation_token: tokenOf(nextCursor) });
}

async function jsonOfVersion({ visit }: OpenFgaCall, version: number, source: ModelSource) {
  return modelJson(version, jsonOf(source) ?? (await parseInSlices(visit.app, source, false)).definition);
}
