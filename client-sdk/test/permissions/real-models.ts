import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelDefinition } from "@cf-auth/engine";
import { parseModel, parseModules } from "@cf-auth/model-language";
import { readSuite } from "../../../tools/conformance/src/formats/file.ts";
import type { Assertion, ModelSource } from "../../../tools/conformance/src/suite.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DATA = join(ROOT, "tools/conformance/data");

export interface RealModel {
  readonly name: string;
  readonly definition: ModelDefinition;
  readonly assertions: readonly Assertion[];
}

/** The models of OpenFGA's public tests and stores, with what is asked of them, and that of the Kubernetes organisations. */
export function realModels(): RealModel[] {
  const files = readdirSync(DATA, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  const stages = files.sort().flatMap((file) => readSuite(join(DATA, file)));
  const kubernetes = parseModel(readFileSync(join(ROOT, "seeds/kubernetes-org/model.fga"), "utf8"));
  return [
    { name: "kubernetes", definition: kubernetes.definition, assertions: [] },
    ...stages.map(({ name, model, assertions }) => ({ name, definition: definitionIn(model), assertions })),
  ];
}

function definitionIn(model: ModelSource): ModelDefinition {
  if (model.kind === "json") return model.definition;
  return (model.kind === "source" ? parseModel(model.text) : parseModules(model.files)).definition;
}
