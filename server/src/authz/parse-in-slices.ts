import { type ParsedModel, readModel, STEPS_PER_SLICE } from "@cf-auth/model-language";
import { runInSlices } from "../ports/slices.ts";
import { reportWork, WORK } from "../ports/work.ts";
import type { ModelSource } from "./graph-service.ts";

/** What lets other requests run in between. */
export interface Pausing {
  pause(ms: number): Promise<void>;
}

/** Parses a model, and lets other requests run in between. Throws `invalid_model` with `details.problems`. */
export async function parseInSlices({ pause }: Pausing, source: ModelSource, isStrict: boolean): Promise<ParsedModel> {
  const report = (steps: number) => reportWork("model", steps * WORK.modelStep);
  return await runInSlices(readModel(source, { strict: isStrict }), STEPS_PER_SLICE, () => pause(0), report);
}
