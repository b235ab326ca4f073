import { describe, expect, it } from "vitest";
import { messagesOf, ROLE, resource } from "../../test/policy-cases.ts";
import { wildcardPermissions } from "./wildcard-permissions.ts";

const ARN = "arn:aws:ses:eu-central-1:123456789012:identity/example.com";
const policyOf = (statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement: statement });
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const check = (statement: unknown) =>
  messagesOf(wildcardPermissions, [resource(ROLE_POLICY, { policy: policyOf(statement) })]);
const wild = (action: string) => `The action ${action} is a wildcard: list the actions that are needed.`;

describe("permissions", () => {
  it.each([
    [{ Effect: "Allow", Action: "ses:SendEmail", Resource: ARN }],
    [[{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::bucket/*" }]],
    [{ Effect: "Allow", Action: ["ses:GetAccount", "iam:ListRoles", "ec2:DescribeRegions"], Resource: "*" }],
    [{ Effect: "Deny", Action: "*", Resource: "*" }],
    [{ Effect: "Deny", NotAction: "ses:*", Resource: "*" }],
    [{ Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/cf-auth-github-staging" }],
  ])("accepts %j", (statement) => {
    expect(check(statement)).toEqual([]);
  });
});

describe("excessive permissions", () => {
  it.each<[unknown, string[]]>([
    [{ Effect: "Allow", Action: "ses:*", Resource: ARN }, [wild("ses:*")]],
    [{ Effect: "Allow", Action: ["s3:GetObject", "s3:Get*"], Resource: "arn:aws:s3:::b/*" }, [wild("s3:Get*")]],
    [{ Effect: "Allow", Action: "s3:?etObject", Resource: ARN }, [wild("s3:?etObject")]],
    [{ Effect: "Allow", Action: "*", Resource: ARN }, [wild("*")]],
    [
      { Effect: "Allow", Action: "ses:SendEmail", Resource: "*" },
      ["It allows ses:SendEmail on *: name the resources by their ARNs."],
    ],
    [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: [ARN, "arn:aws:s3:::*"] },
      ["It allows s3:PutObject on arn:aws:s3:::*: name the resources by their ARNs."],
    ],
    [
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ["It allows secretsmanager:GetSecretValue on *: name the resources by their ARNs."],
    ],
    [
      { Effect: "Allow", NotAction: "iam:*", Resource: ARN },
      ["NotAction allows everything that it doesn't name: list what is allowed."],
    ],
    [
      { Effect: "Allow", Action: "ses:SendEmail", NotResource: ARN },
      ["NotResource allows everything that it doesn't name: list what is allowed."],
    ],
    [
      { Effect: "Allow", action: "*", Resource: ARN },
      ["action is an unknown element: use IAM's spelling.", "A statement has no Action: list what is allowed."],
    ],
    [{ Action: "ses:*", Resource: ARN }, [wild("ses:*")]],
    [
      [
        { Effect: "Allow", Action: "ses:SendEmail", Resource: ARN },
        { Effect: "Allow", Action: "iam:*", Resource: ARN },
      ],
      [wild("iam:*")],
    ],
  ])("rejects %j", (statement, messages) => {
    expect(check(statement)).toEqual(messages);
  });

  const star = policyOf({ Effect: "Allow", Action: "ses:*", Resource: ARN });

  it.each([
    [ROLE_POLICY, { policy: star }],
    [ROLE_POLICY, { policy: JSON.parse(star) }],
    ["aws:iam/policy:Policy", { policy: star }],
    ["aws:iam/userPolicy:UserPolicy", { policy: star }],
    ["aws:iam/groupPolicy:GroupPolicy", { policy: star }],
    [
      ROLE,
      {
        inlinePolicies: [
          { name: "a", policy: policyOf([]) },
          { name: "b", policy: star },
        ],
      },
    ],
  ])("rejects a wildcard in %s: %j", (type, props) => {
    expect(messagesOf(wildcardPermissions, [resource(type, props)])).toEqual([wild("ses:*")]);
  });

  it.each(["{", "[]", "{}", undefined])("rejects a policy that can't be parsed: %j", (policy) => {
    expect(messagesOf(wildcardPermissions, [resource(ROLE_POLICY, { policy })])).toEqual([
      "Its policy can't be parsed: use JSON, or an object with Statement.",
    ]);
  });
});

describe("managed policies of AWS", () => {
  const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
  const own = "arn:aws:iam::123456789012:policy/cf-auth-mail-staging";
  const message = [`${ADMIN} is managed by AWS, broad and subject to change: list the actions that are needed.`];

  it.each([
    [ROLE, { managedPolicyArns: [own, ADMIN] }, message],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: ADMIN }, message],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { policyArn: ADMIN }, message],
    ["aws:iam/policyAttachment:PolicyAttachment", { policyArn: ADMIN }, message],
    [ROLE, { managedPolicyArns: [own] }, []],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: own }, []],
  ])("rejects %s %j", (type, props, messages) => {
    expect(messagesOf(wildcardPermissions, [resource(type, props)])).toEqual(messages);
  });
});
