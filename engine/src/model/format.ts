import type { Rewrite } from "./schema.ts";

const texts = new WeakMap<Rewrite, string>();

/** Formats a rewrite in the modelling language, with `[…]` for direct assignment. Each is formatted once. */
export function formatRewrite(rewrite: Rewrite): string {
  const known = texts.get(rewrite);
  if (known !== undefined) return known;
  const text = write(rewrite);
  texts.set(rewrite, text);
  return text;
}

function write(rewrite: Rewrite): string {
  switch (rewrite.op) {
    case "this":
      return "[…]";
    case "computed":
      return rewrite.relation.name;
    case "from":
      return `${rewrite.name} from ${rewrite.tupleset.name}`;
    case "or":
    case "and":
      return rewrite.of.map(grouped).join(` ${rewrite.op} `);
    case "butNot":
      return `${grouped(rewrite.base)} but not ${grouped(rewrite.subtract)}`;
  }
}

function grouped(rewrite: Rewrite): string {
  const compound = rewrite.op === "or" || rewrite.op === "and" || rewrite.op === "butNot";
  return compound ? `(${formatRewrite(rewrite)})` : formatRewrite(rewrite);
}
