import type { UsersetTree } from "@cf-auth/engine";
import * as z from "zod";
import type { OpenFgaCall } from "./openfga-call.ts";
import { contextualTuples, queryFields, text } from "./request-fields.ts";

const expandRequest = z.object({
  ...queryFields,
  tuple_key: z.object({ relation: text, object: text }),
  contextual_tuples: contextualTuples,
});

/** A node of OpenFGA's tree. */
interface Node {
  readonly name: string;
  readonly leaf?: unknown;
  readonly union?: { readonly nodes: readonly Node[] };
  readonly intersection?: { readonly nodes: readonly Node[] };
  readonly difference?: { readonly base: Node; readonly subtract: Node };
}

export async function expand(call: OpenFgaCall): Promise<Response> {
  let name = "";
  const pageOf = async (cursor: string | undefined) =>
    await call.run("authz.expand", () => {
      const body = call.body(expandRequest);
      call.requireModel(body.authorization_model_id);
      const { object, relation } = body.tuple_key;
      name = `${object}#${relation}`;
      return { object, relation, contextualTuples: body.contextual_tuples, consistency: body.consistency, cursor };
    });
  let { tree, nextCursor } = await pageOf(undefined);
  while (nextCursor !== null) {
    const page = await pageOf(nextCursor);
    tree = joined(tree, page.tree);
    nextCursor = page.nextCursor;
  }
  return Response.json({ tree: { root: nodeOf(tree, name) } });
}

/** The tree of two pages, which differ in their tuples alone unless the model changed in between. */
function joined(tree: UsersetTree, page: UsersetTree): UsersetTree {
  if (tree.kind === "tuples" && page.kind === "tuples") return { ...tree, tuples: [...tree.tuples, ...page.tuples] };
  if (tree.kind === "from" && page.kind === "from") {
    return {
      ...tree,
      tuples: [...tree.tuples, ...page.tuples],
      usersets: [...tree.usersets, ...page.usersets],
    };
  }
  if ((tree.kind === "or" && page.kind === "or") || (tree.kind === "and" && page.kind === "and")) {
    const of = tree.of.map((operand, i) => {
      const other = page.of[i];
      return other === undefined ? operand : joined(operand, other);
    });
    return { ...tree, of };
  }
  if (tree.kind === "butNot" && page.kind === "butNot")
    return { ...tree, base: joined(tree.base, page.base), subtract: joined(tree.subtract, page.subtract) };
  return tree;
}

/** Every node of OpenFGA's tree has the name of what was expanded. */
function nodeOf(tree: UsersetTree, name: string): Node {
  switch (tree.kind) {
    case "tuples": {
      const users = [...new Set(tree.tuples.map(({ subject }) => subject))].sort();
      return { name, leaf: { users: { users } } };
    }
    case "userset":
      return { name, leaf: { computed: { userset: `${tree.object}#${tree.relation}` } } };
    case "from": {
      const [object] = splitName(name);
      const names = [...new Set(tree.usersets.map((userset) => `${userset.object}#${userset.relation}`))];
      const computed = names.map((userset) => ({ userset }));
      return { name, leaf: { tupleToUserset: { tupleset: `${object}#${tree.tupleset}`, computed } } };
    }
    case "or":
      return { name, union: { nodes: tree.of.map((operand) => nodeOf(operand, name)) } };
    case "and":
      return { name, intersection: { nodes: tree.of.map((operand) => nodeOf(operand, name)) } };
    case "butNot":
      return { name, difference: { base: nodeOf(tree.base, name), subtract: nodeOf(tree.subtract, name) } };
  }
}

function splitName(name: string): [object: string, relation: string] {
  const hash = name.lastIndexOf("#");
  return [name.slice(0, hash), name.slice(hash + 1)];
}
