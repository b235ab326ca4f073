import { compileModel, Engine, Graph, inContextualTuple } from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import type { SqlDatabase } from "../ports/sql.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Assertion } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { MAX_ASSERTION_BYTES } from "./limits.ts";
import { tupleFrom } from "./tuple-text.ts";

/** The assertions of a graph, by version of its model. Running them is up to the client that wrote them. */
export class StoredAssertions {
  private readonly sql: SqlDatabase;
  private readonly store: GraphStore;

  constructor(sql: SqlDatabase, store: GraphStore) {
    this.sql = sql;
    this.store = store;
  }

  /** Throws `model_version_not_found`. */
  get(version: number): readonly Assertion[] {
    if (this.store.model({ version }) === undefined) throw new AppError("model_version_not_found");
    const [stored] = this.sql
      .exec<{ json: string }>("SELECT json FROM assertions WHERE model_version = ?", version)
      .toArray();
    return stored === undefined ? [] : (JSON.parse(stored.json) as readonly Assertion[]);
  }

  /**
   * Replaces the assertions of a version. Throws `model_version_not_found`, `batch_too_large`, and the engine's errors for names and
   * tuples that the version doesn't allow.
   */
  put(version: number, assertions: readonly Assertion[]): number {
    const model = this.store.model({ version });
    if (model === undefined) throw new AppError("model_version_not_found");
    const json = JSON.stringify(assertions);
    const bytes = new TextEncoder().encode(json).length;
    if (bytes > MAX_ASSERTION_BYTES) {
      const message = `The assertions have ${bytes} bytes; at most ${MAX_ASSERTION_BYTES} are stored.`;
      throw new AppError("batch_too_large", { count: bytes, max: MAX_ASSERTION_BYTES, unit: "bytes" }, message);
    }
    const engine = new Engine(compileModel(model.definition, compileConditionLazily), new Graph());
    for (const { subject, relation, object, contextualTuples = [] } of assertions) {
      // On an empty graph it only resolves the names.
      engine.check(subject, relation, object);
      for (const [index, tuple] of contextualTuples.entries())
        inContextualTuple(index, () => engine.validate(tupleFrom(tuple)));
    }
    this.sql.exec(
      "INSERT OR REPLACE INTO assertions (model_version, revision, json) VALUES (?, ?, ?)",
      ...[version, this.store.revision, json],
    );
    return assertions.length;
  }
}
