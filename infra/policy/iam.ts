import { field, isRecord, items, texts } from "../src/value.ts";
import type { PolicyResource } from "./rule.ts";

/** One statement of an IAM policy document. */
export interface Statement {
  /** Any effect other than `Deny` counts as `Allow`. */
  readonly denies: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `{ "Federated": … }`, or `"*"`. */
  readonly principal: unknown;
  readonly condition: unknown;
  /** Names of the statement's elements, as written. */
  readonly elements: readonly string[];
}

/** Readers of the properties that contain permissions, by resource type. */
const PERMISSIONS: Readonly<Record<string, (props: unknown) => readonly unknown[]>> = {
  "aws:iam/role:Role": (props) => items(field(props, "inlinePolicies")).map((inline) => field(inline, "policy")),
  "aws:iam/rolePolicy:RolePolicy": (props) => [field(props, "policy")],
  "aws:iam/userPolicy:UserPolicy": (props) => [field(props, "policy")],
  "aws:iam/groupPolicy:GroupPolicy": (props) => [field(props, "policy")],
  "aws:iam/policy:Policy": (props) => [field(props, "policy")],
};

/** Permission policy documents of a role, user or group. */
export function permissionsOf({ type, props }: PolicyResource): readonly unknown[] {
  return Object.hasOwn(PERMISSIONS, type) ? (PERMISSIONS[type]?.(props) ?? []) : [];
}

/** The trust policy document of a role; undefined for other resources. */
export function trustOf({ type, props }: PolicyResource): { readonly document: unknown } | undefined {
  return type === "aws:iam/role:Role" ? { document: field(props, "assumeRolePolicy") } : undefined;
}

/** ARNs of the managed policies that are attached to a resource. */
export function attachedTo({ type, props }: PolicyResource): string[] {
  if (type === "aws:iam/role:Role") return texts(field(props, "managedPolicyArns"));
  return /^aws:iam\/\w*[pP]olicyAttachment:/.test(type) ? texts(field(props, "policyArn")) : [];
}

/** Statements of a policy document in JSON or as an object; undefined if it is neither. */
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
