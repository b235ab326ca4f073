import { formatTime } from "../expiry.ts";
import type { Tuple } from "../tuple.ts";
import type { TupleText } from "../tuple-file/tuple-text.ts";

/** Text inside the quotes of a JSON string. */
function inside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** One tuple in OpenFGA's form a line. A file without tuples is an empty line. */
export const JSONL_TEXT: TupleText = {
  begin: "",
  separator: "\n",
  end: "\n",
  empty: "\n",
  subject: (type, id) => `{"user":"${inside(`${type}:${id}`)}`,
  names: (subjectRelation, relation, objectType) =>
    `${userset(inside(subjectRelation))}","relation":"${inside(relation)}","object":"${inside(objectType)}:`,
  object: inside,
  plain: '"}',
  optional: (tuple) => `"${conditionJson(tuple)}${expiryJson(tuple)}}`,
};

/** A list of tuples in OpenFGA's form. */
export const JSON_TEXT: TupleText = { ...JSONL_TEXT, begin: "[\n", separator: ",\n", end: "\n]\n", empty: "[]\n" };

/** A list in YAML's block style. Its strings are those of JSON, so that none is read as another type. */
export const YAML_TEXT: TupleText = {
  begin: "",
  separator: "",
  end: "",
  empty: "[]\n",
  subject: (type, id) => `- user: "${insideYaml(`${type}:${id}`)}`,
  names: (subjectRelation, relation, objectType) =>
    `${userset(insideYaml(subjectRelation))}"\n  relation: "${insideYaml(relation)}"\n  object: "${insideYaml(objectType)}:`,
  object: insideYaml,
  plain: '"\n',
  optional: ({ condition, context, expiresAt }) => {
    const values = context === undefined ? "" : `    context: ${printable(context)}\n`;
    const named = condition === undefined ? "" : `  condition:\n    name: "${insideYaml(condition)}"\n${values}`;
    return `"\n${named}${expiresAt === undefined ? "" : `  expires_at: "${formatTime(expiresAt)}"\n`}`;
  },
};

function insideYaml(text: string): string {
  return printable(inside(text));
}

/** JSON with escapes for the characters that YAML doesn't print, or takes for the end of a line (YAML 1.2 §5.1, 5.4). */
function printable(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function userset(relation: string): string {
  return relation === "" ? "" : `#${relation}`;
}

function conditionJson({ condition, context }: Tuple): string {
  if (condition === undefined) return "";
  const values = context === undefined ? "" : `,"context":${context}`;
  return `,"condition":{"name":${JSON.stringify(condition)}${values}}`;
}

function expiryJson({ expiresAt }: Tuple): string {
  return expiresAt === undefined ? "" : `,"expires_at":"${formatTime(expiresAt)}"`;
}
