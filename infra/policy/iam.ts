import { field, isRecord, items, texts } from "../src/value.ts";
import type { PolicyResource } from "./rule.ts";

/** One statement of an IAM policy document. */
export interface Statement {
  /** Whatever is not plainly a denial is taken for an allowance. */
  readonly denies: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `{ "Federated": … }`, or `"*"`. */
  readonly principal: unknown;
  readonly condition: unknown;
  /** Names of its elements, as they are written. */
  readonly elements: readonly string[];
}

/** The properties that hold permissions, by type. */
const PERMISSIONS: Readonly<Record<string, (props: unknown) => readonly unknown[]>> = {
  "aws:iam/role:Role": (props) => items(field(props, "inlinePolicies")).map((inline) => field(inline, "policy")),
  "aws:iam/rolePolicy:RolePolicy": (props) => [field(props, "policy")],
  "aws:iam/userPolicy:UserPolicy": (props) => [field(props, "policy")],
  "aws:iam/groupPolicy:GroupPolicy": (props) => [field(props, "policy")],
  "aws:iam/policy:Policy": (props) => [field(props, "policy")],
};

/** The documents that say what a role, a user or a group may. */
export function permissionsOf({ type, props }: PolicyResource): readonly unknown[] {
  return Object.hasOwn(PERMISSIONS, type) ? (PERMISSIONS[type]?.(props) ?? []) : [];
}

/** The document that says who may take a role; undefined for what is none. */
export function trustOf({ type, props }: PolicyResource): { readonly document: unknown } | undefined {
  return type === "aws:iam/role:Role" ? { document: field(props, "assumeRolePolicy") } : undefined;
}

/** ARNs of policies that are attached as a whole. */
export function attachedTo({ type, props }: PolicyResource): string[] {
  if (type === "aws:iam/role:Role") return texts(field(props, "managedPolicyArns"));
  return /^aws:iam\/\w*[pP]olicyAttachment:/.test(type) ? texts(field(props, "policyArn")) : [];
}

/** The statements of a document, given as JSON or as an object; undefined where it is neither. */
export function statementsOf(document: unknown): Statement[] | undefined {
  const parsed = typeof document === "string" ? parse(document) : document;
  const statements = [field(parsed, "Statement")].flat();
  return statements.every(isRecord) ? statements.map(read) : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function read(statement: Readonly<Record<string, unknown>>): Statement {
  return {
    denies: statement.Effect === "Deny",
    actions: texts(statement.Action),
    resources: texts(statement.Resource),
    principal: statement.Principal,
    condition: statement.Condition,
    elements: Object.keys(statement),
  };
}
