import { expression } from "./files.ts";

/** What is changed in which file, and what is then found. */
export type Fault = readonly [rule: string, file: string, from: string | RegExp, to: string, found: string];
const TIMEOUT = "no job takes for ever";
const PINNED = "actions are pinned by commit, with their version";
const RIGHTS = "no job has a right that it does not state and need";
const SECRETS = "nothing is kept in GitHub's secrets";
const STACK = "a stack is worked on by one job at a time, to its end, in an environment";
const ORDER = "production gets what staging has, and staging what has passed";
const BUILT = "what was built once is checked, and not built again";
const PUBLISHED = "the client is published by a job that runs nothing of the repository";
const NAMED = "what a script names is there";
const VARIABLES = "what comes from outside reaches a script as a variable";
const VERSIONS = "Node and Pulumi are those of the packages";
export const FAULTS: readonly Fault[] = [
  [
    "only triggers that run a change's code without anybody's rights",
    "workflows/preview.yml",
    "  pull_request:",
    "  pull_request_target:",
    "preview.yml: pull_request_target is not a trigger",
  ],
  [PINNED, "workflows/test.yml", /checkout@\w{40}/, "checkout@v7", "test.yml, test: actions/checkout@v7 is not"],
  [
    PINNED,
    "workflows/test.yml",
    /checkout@\w{40}/,
    "checkout@3d3c42e",
    "test.yml, test: actions/checkout@3d3c42e is not",
  ],
  [PINNED, "actions/pulumi/action.yml", " # v2.1.0", "", "action.yml: pulumi/auth-actions@"],
  [
    PINNED,
    "workflows/deploy.yml",
    "./.github/workflows/test.yml",
    "./.github/workflows/tests.yml",
    "deploy.yml, test: there is no",
  ],
  [RIGHTS, "workflows/stack.yml", "permissions: {}", "permissions: write-all", "stack.yml: the workflow's own"],
  [RIGHTS, "workflows/deploy.yml", "\npermissions: {}", "", "deploy.yml: the workflow's own"],
  [RIGHTS, "workflows/test.yml", / {4}permissions:\n {6}contents: read\n/, "", "test.yml, test: states no permissions"],
  [
    RIGHTS,
    "workflows/deploy.yml",
    "contents: read",
    "contents: write",
    "deploy.yml, test: does not need contents: write",
  ],
  [
    RIGHTS,
    "workflows/drift.yml",
    "      issues: write",
    "      issues: write\n      id-token: write",
    "drift.yml, report: does not need id-token",
  ],
  [
    RIGHTS,
    "workflows/publish.yml",
    "      id-token: write",
    "      contents: read",
    "publish.yml, publish: lacks id-token: write",
  ],
  [
    SECRETS,
    "workflows/publish.yml",
    "SHA256:",
    `NODE_AUTH_TOKEN: ${expression("secrets.NPM_TOKEN")}\n          SHA256:`,
    "publish.yml: names a",
  ],
  [
    SECRETS,
    "workflows/deploy.yml",
    "    needs: [test, build]",
    "    needs: [test, build]\n    secrets: inherit",
    "deploy.yml: names a stored",
  ],
  [
    VARIABLES,
    "workflows/preview.yml",
    '--create "$STACK"',
    `--create ${expression("github.head_ref")}`,
    "preview.yml, up: an expression",
  ],
  [
    VARIABLES,
    "actions/pulumi/action.yml",
    "npm ci\n",
    `npm ci # ${expression("inputs.team")}\n`,
    "action.yml: an expression",
  ],
  [
    "a pipe that fails is a failure",
    "workflows/drift.yml",
    "shell: bash",
    "shell: sh",
    "drift.yml: scripts do not run in bash",
  ],
  [TIMEOUT, "workflows/deploy.yml", "    timeout-minutes: 15\n", "", "deploy.yml, build: has no timeout"],
  [TIMEOUT, "workflows/deploy.yml", "timeout-minutes: 15", "timeout-minutes: 360", "deploy.yml, build: has no timeout"],
  [
    "no checkout leaves a token behind",
    "workflows/stack.yml",
    "persist-credentials: false",
    "fetch-depth: 1",
    "stack.yml, up: persist",
  ],
  [STACK, "workflows/stack.yml", / {4}environment:\n.*\n.*\n/, "", "stack.yml, up: has no environment"],
  [STACK, "workflows/stack.yml", "group: stack-", "group: any-", "stack.yml, up: is in no group"],
  [
    STACK,
    "workflows/drift.yml",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
    "drift.yml, compare: may be cancelled",
  ],
  [
    "an identity is had by jobs of this repository's own branches alone",
    "workflows/preview.yml",
    "      github.event.pull_request.head.repo.full_name == github.repository &&\n",
    "",
    "preview.yml, up: runs for forks",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    "needs: [build, staging]",
    "needs: [build, test]",
    "deploy.yml, production: goes before staging",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    "needs: [test, build]",
    "needs: [build]",
    "deploy.yml, staging: goes before the tests",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    expression("needs.build.outputs.sha256"),
    "any",
    "deploy.yml, staging: does not say which build",
  ],
  [BUILT, "workflows/stack.yml", "sha256sum --check", "sha256sum", "stack.yml, up: does not check"],
  [BUILT, "workflows/stack.yml", "tar -xf release.tar", "npm run build-worker", "stack.yml, up: builds beside"],
  [
    PUBLISHED,
    "workflows/publish.yml",
    "needs: [test, pack]",
    "needs: [pack]",
    "publish.yml, publish: goes before the tests",
  ],
  [
    PUBLISHED,
    "workflows/publish.yml",
    "    environment:\n      name: npm\n",
    "",
    "publish.yml, publish: has no environment",
  ],
  [
    PUBLISHED,
    "workflows/publish.yml",
    "actions/setup-node@",
    "actions/checkout@",
    "publish.yml, publish: has the repository",
  ],
  [
    NAMED,
    "workflows/publish.yml",
    "npm run contract-diff",
    "npm run contract-dif",
    "publish.yml, pack: there is no npm script contract-dif",
  ],
  [NAMED, "workflows/test.yml", "sh .ci/run", "sh .ci/start", "test.yml, test: there is no .ci/start"],
  [
    NAMED,
    "workflows/stack.yml",
    "--policy-pack policy",
    "--policy-pack policies",
    "stack.yml, up: there is no infra/policies",
  ],
  [
    NAMED,
    "workflows/drift.yml",
    "working-directory: infra",
    "working-directory: infr",
    "drift.yml, compare: there is no infr",
  ],
  [
    "every stack that is named has its configuration",
    "workflows/drift.yml",
    "[staging, production]",
    "[staging, prod]",
    "drift.yml, compare: there is no infra/Pulumi.prod.yaml",
  ],
  [VERSIONS, "actions/pulumi/action.yml", /pulumi-version: .*/, "pulumi-version: latest", "action.yml: Pulumi is"],
  [VERSIONS, "workflows/publish.yml", /node-version: .*/, "node-version: 24", "publish.yml, publish: Node is"],
];
