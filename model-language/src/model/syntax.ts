import type { ParameterType } from "@cf-auth/engine";
import type { Source } from "./source.ts";

/** A name and its position. */
export interface Name {
  readonly text: string;
  /** Offset into its source's text. */
  readonly at: number;
}

/** Syntax of one file of a model; names aren't resolved. */
export interface FileSyntax {
  readonly source: Source;
  /** Schema version of a model, or name of a module. */
  readonly header: { readonly kind: "model" | "module"; readonly name: Name };
  readonly types: readonly TypeSyntax[];
  readonly conditions: readonly ConditionSyntax[];
}

export interface TypeSyntax {
  readonly source: Source;
  readonly name: Name;
  /** Whether it adds to a type that another module defines. */
  readonly isExtension: boolean;
  readonly relations: readonly RelationSyntax[];
}

export interface RelationSyntax {
  readonly source: Source;
  readonly name: Name;
  readonly expression: Expression;
}

export type Operand =
  | { readonly kind: "direct"; readonly subjects: readonly SubjectSyntax[] }
  | { readonly kind: "computed"; readonly relation: Name }
  | { readonly kind: "from"; readonly relation: Name; readonly tupleset: Name };

export type Expression =
  | Operand
  | { readonly kind: "or"; readonly of: readonly Expression[] }
  | { readonly kind: "and"; readonly of: readonly Expression[] }
  | { readonly kind: "but not"; readonly base: Expression; readonly subtract: Expression };

/** A kind of subject that may be assigned: `user`, `user:*` or `team#member`, with its condition. */
export interface SubjectSyntax {
  readonly type: Name;
  readonly isWildcard: boolean;
  readonly relation: Name | undefined;
  readonly condition: Name | undefined;
}

export interface ConditionSyntax {
  readonly source: Source;
  readonly name: Name;
  readonly parameters: readonly { readonly name: Name; readonly type: ParameterType }[];
  readonly expression: ExpressionText;
}

/** Text of a condition's expression without its comments. */
export interface ExpressionText {
  readonly text: string;
  /** Pieces of the text: their offset in it, and in the source. */
  readonly pieces: readonly { readonly at: number; readonly from: number }[];
}

/** Operands of an expression, including those in brackets. */
export function operandsOf(expression: Expression, found: Operand[] = []): Operand[] {
  if (expression.kind === "or" || expression.kind === "and") {
    for (const part of expression.of) operandsOf(part, found);
  } else if (expression.kind === "but not") {
    operandsOf(expression.base, found);
    operandsOf(expression.subtract, found);
  } else found.push(expression);
  return found;
}
