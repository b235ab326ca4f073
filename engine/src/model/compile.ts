import { EngineError } from "../errors.ts";
import type { CompileCondition, Condition, ConditionDefinition } from "./condition.ts";
import type { ModelDefinition, RestrictionDefinition, RewriteDefinition, TypeDefinition } from "./definition.ts";
import type { Relation, Restriction, Rewrite, Schema, SchemaType } from "./schema.ts";

interface Draft {
  readonly relation: { -readonly [K in keyof Relation]: Relation[K] };
  readonly definition: RewriteDefinition;
  readonly restrictions: readonly RestrictionDefinition[];
}

/**
 * Compiles a model definition. Throws `invalid_model` with every problem in `details.problems`, each with its type
 * and relation. A model with conditions needs `compileCondition`.
 */
export function compileModel(definition: ModelDefinition, compileCondition?: CompileCondition): Schema {
  if (definition.schema_version !== "1.1" && definition.schema_version !== "1.2") {
    throw new EngineError("invalid_model", `Schema version ${definition.schema_version} is not known; write 1.1.`);
  }
  const compiler = new Compiler(definition, compileCondition);
  const schema = compiler.compile();
  if (compiler.problems.length > 0) {
    throw new EngineError("invalid_model", `The model is not valid: ${compiler.problems[0]}`, {
      problems: compiler.problems,
    });
  }
  return schema;
}

class Compiler {
  readonly problems: string[] = [];
  private readonly definition: ModelDefinition;
  private readonly compileCondition: CompileCondition | undefined;
  private readonly conditions = new Map<string, Condition>();
  private readonly types = new Map<string, SchemaType & { relations: Map<string, Relation> }>();
  private readonly drafts: Draft[] = [];

  constructor(definition: ModelDefinition, compileCondition: CompileCondition | undefined) {
    this.definition = definition;
    this.compileCondition = compileCondition;
  }

  compile(): Schema {
    for (const condition of Object.values(this.definition.conditions ?? {})) this.addCondition(condition);
    for (const definition of this.definition.type_definitions) this.addType(definition);
    for (const { relation, definition, restrictions } of this.drafts) {
      if (!hasThis(definition)) continue; // Restrictions have no meaning on a relation that isn't assignable.
      relation.direct = restrictions.flatMap((restriction) => this.restriction(relation, restriction) ?? []);
    }
    for (const { relation, definition } of this.drafts) relation.rewrite = this.rewrite(relation, definition);
    const relations = this.drafts.map((draft) => draft.relation);
    return { conditions: this.conditions, types: this.types, relations };
  }

  private addCondition(definition: ConditionDefinition): void {
    if (this.compileCondition === undefined) {
      this.problems.push(`condition ${definition.name}: no compiler for conditions was passed`);
      return;
    }
    try {
      this.conditions.set(definition.name, this.compileCondition(definition));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.problems.push(`condition ${definition.name}: ${error.message}`);
    }
  }

  private addType(definition: TypeDefinition): void {
    if (this.types.has(definition.type)) {
      this.problems.push(`type ${definition.type} is defined twice`);
      return;
    }
    const type = { id: this.types.size, name: definition.type, relations: new Map<string, Relation>() };
    this.types.set(type.name, type);
    for (const [name, rewrite] of Object.entries(definition.relations ?? {})) {
      const relation = { id: this.drafts.length, type, name, direct: [], rewrite: { op: "this" as const } };
      type.relations.set(name, relation);
      const restrictions = definition.metadata?.relations?.[name]?.directly_related_user_types ?? [];
      this.drafts.push({ relation, definition: rewrite, restrictions });
    }
  }

  private restriction(owner: Relation, restriction: RestrictionDefinition): Restriction | undefined {
    const type = this.types.get(restriction.type);
    if (type === undefined) return this.problem(owner, `type ${restriction.type} is not defined`);
    const condition = restriction.condition ? this.conditions.get(restriction.condition) : undefined;
    if (restriction.condition && condition === undefined) {
      return this.problem(owner, `condition ${restriction.condition} is not defined`);
    }
    const wildcard = restriction.wildcard !== undefined;
    if (!restriction.relation) return { type, wildcard, userset: undefined, condition };
    const userset = type.relations.get(restriction.relation);
    if (userset === undefined) return this.problem(owner, `${type.name}#${restriction.relation} is not defined`);
    return { type, wildcard, userset, condition };
  }

  private rewrite(owner: Relation, definition: RewriteDefinition): Rewrite {
    if (definition.this) {
      if (owner.direct.length === 0) this.problem(owner, "nothing may be assigned to it");
      return { op: "this" };
    }
    if (definition.computedUserset) return this.computed(owner, definition.computedUserset.relation);
    if (definition.tupleToUserset) return this.from(owner, definition.tupleToUserset);
    if (definition.union) return { op: "or", of: definition.union.child.map((child) => this.rewrite(owner, child)) };
    if (definition.intersection) {
      return { op: "and", of: definition.intersection.child.map((child) => this.rewrite(owner, child)) };
    }
    if (definition.difference) {
      const { base, subtract } = definition.difference;
      return { op: "butNot", base: this.rewrite(owner, base), subtract: this.rewrite(owner, subtract) };
    }
    this.problem(owner, "its definition is empty");
    return { op: "this" };
  }

  private computed(owner: Relation, name: string): Rewrite {
    const relation = owner.type.relations.get(name);
    if (relation !== undefined) return { op: "computed", relation };
    this.problem(owner, `relation ${name} is not defined on ${owner.type.name}`);
    return { op: "this" };
  }

  private from(owner: Relation, definition: NonNullable<RewriteDefinition["tupleToUserset"]>): Rewrite {
    const name = definition.computedUserset.relation;
    const tupleset = owner.type.relations.get(definition.tupleset.relation);
    if (tupleset === undefined) {
      this.problem(owner, `relation ${definition.tupleset.relation} is not defined on ${owner.type.name}`);
      return { op: "this" };
    }
    const draft = this.drafts[tupleset.id];
    if (!draft?.definition.this || tupleset.direct.some((r) => r.wildcard || r.userset)) {
      this.problem(owner, `"from ${tupleset.name}" needs a relation that is assigned single objects only`);
    }
    const targets = tupleset.direct.flatMap((restriction) => restriction.type.relations.get(name) ?? []);
    if (targets.length === 0) {
      this.problem(owner, `no type that ${tupleset.name} may hold has a relation ${name}`);
    }
    return { op: "from", tupleset, name, targets };
  }

  private problem(owner: Relation, text: string): undefined {
    this.problems.push(`${owner.type.name}#${owner.name}: ${text}`);
  }
}

function hasThis(definition: RewriteDefinition): boolean {
  if (definition.this) return true;
  const { union, intersection, difference } = definition;
  const children = union?.child ?? intersection?.child ?? (difference ? [difference.base, difference.subtract] : []);
  return children.some(hasThis);
}
