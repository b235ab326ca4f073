import { existsSync } from "node:fs";
import { CfAuthError } from "@cf-auth/client";
import { EngineError, type ModelDefinition } from "@cf-auth/engine";
import { definitionOf, definitionOfText } from "../model/check-model.ts";
import { modelFiles } from "../model/model-files.ts";
import { type Check, finding, OK } from "./check.ts";
import { errorOf } from "./error-of.ts";
import type { Facts } from "./facts.ts";

/** Checks of the tenant's model, and of the file that `cf-auth.json` names. */
export const MODEL_CHECKS: readonly Check[] = [
  {
    name: "model",
    run: async (facts) => {
      const stored = await storedModel(facts);
      if (!(stored instanceof CfAuthError)) return stored === undefined ? "skipped" : OK;
      // Callers without the right to read it don't learn whether there is one.
      if (stored.code !== "model_not_found") return "skipped";
      const file = facts.project?.model ?? "model.fga";
      return finding(
        "The tenant has no model, so every check fails.",
        `Apply one with \`cf-auth model apply ${file}\`.`,
      );
    },
  },
  {
    name: "model-file",
    run: ({ project }) => {
      const local = localModel(project?.modelPath);
      if (local === undefined) return "skipped";
      if (!(local instanceof EngineError)) return OK;
      return finding(
        `The model ${project?.model} is invalid: ${local.message}`,
        `Correct it: \`cf-auth model validate --offline ${project?.model}\` lists the problems.`,
      );
    },
  },
  {
    name: "model-applied",
    run: async (facts) => {
      const { project } = facts;
      const local = localModel(project?.modelPath);
      if (local === undefined || local instanceof EngineError) return "skipped";
      const stored = await storedModel(facts);
      if (stored === undefined || stored instanceof CfAuthError) return "skipped";
      if (JSON.stringify(local) === JSON.stringify(definitionOfText(stored.model))) return OK;
      return finding(
        `The tenant's model (version ${stored.version}) differs from ${project?.model}.`,
        `See \`cf-auth model diff ${project?.model}\`, then run \`cf-auth model apply ${project?.model}\`.`,
      );
    },
  },
];

/** The tenant's model; undefined without an active tenant. */
async function storedModel(facts: Facts) {
  const tenant = await facts.tenant();
  if (tenant === undefined || tenant instanceof CfAuthError || tenant.status !== "active") return undefined;
  return await (await facts.connection())?.client.authz.model.get().catch(errorOf);
}

/** What the local file means, or its error; undefined if there is none. */
function localModel(path: string | undefined): ModelDefinition | EngineError | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  try {
    return definitionOf(modelFiles(path));
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}
