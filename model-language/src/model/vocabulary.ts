import type { ModelProblem } from "./problems.ts";
import type { Source } from "./source.ts";
import type { ConditionSyntax, FileSyntax, Name, RelationSyntax, TypeSyntax } from "./syntax.ts";

/** Definitions of a model by name: types include what other modules add to them. */
export interface Vocabulary {
  readonly types: ReadonlyMap<string, TypeEntry>;
  readonly conditions: ReadonlyMap<string, ConditionSyntax>;
}

export interface TypeEntry {
  readonly syntax: TypeSyntax;
  readonly relations: ReadonlyMap<string, RelationSyntax>;
}

/** Collects the definitions of the files, and finds repeated and missing ones. */
export function vocabularyOf(files: readonly FileSyntax[]): { vocabulary: Vocabulary; problems: ModelProblem[] } {
  const gathering = new Gathering();
  for (const { types } of files) for (const type of types) if (!type.isExtension) gathering.define(type);
  for (const { types } of files) gathering.extend(types.filter(({ isExtension }) => isExtension));
  for (const { conditions } of files) for (const condition of conditions) gathering.addCondition(condition);
  return { vocabulary: gathering, problems: gathering.problems };
}

class Gathering implements Vocabulary {
  readonly types = new Map<string, TypeEntry & { relations: Map<string, RelationSyntax> }>();
  readonly conditions = new Map<string, ConditionSyntax>();
  readonly problems: ModelProblem[] = [];

  define(syntax: TypeSyntax): void {
    const { source, name } = syntax;
    if (this.types.has(name.text)) {
      this.problem(source, name, `type ${name.text} is defined twice`);
      return;
    }
    this.types.set(name.text, { syntax, relations: new Map() });
    this.addRelations(syntax);
  }

  /** Adds the extensions of one file. */
  extend(extensions: readonly TypeSyntax[]): void {
    const seen = new Set<string>();
    for (const extension of extensions) {
      const { source, name } = extension;
      if (seen.has(name.text)) this.problem(source, name, `type ${name.text} is extended twice in this file`);
      else if (this.types.has(name.text)) this.addRelations(extension);
      else this.problem(source, name, `type ${name.text} is extended, but no module defines it`);
      seen.add(name.text);
    }
  }

  addCondition(condition: ConditionSyntax): void {
    const { source, name } = condition;
    if (this.conditions.has(name.text)) {
      this.problem(source, name, `condition ${name.text} is defined twice`);
      return;
    }
    this.conditions.set(name.text, condition);
  }

  private addRelations({ name: { text: type }, relations }: TypeSyntax): void {
    const known = this.types.get(type)?.relations;
    for (const relation of relations) {
      const { source, name } = relation;
      if (known?.has(name.text)) this.problem(source, name, `relation ${name.text} is defined twice on type ${type}`);
      else known?.set(name.text, relation);
    }
  }

  private problem(source: Source, { at }: Name, message: string): void {
    this.problems.push({ ...source.position(at), message });
  }
}
