import { expression } from "./files.ts";

/** A planted change in a file, and the expected finding. */
export type Fault = readonly [rule: string, file: string, from: string | RegExp, to: string, found: string];
const TIMEOUT = "every job has a timeout";
const PINNED = "actions are pinned by commit with a version comment";
const RIGHTS = "every job declares exactly the permissions that it needs";
const SECRETS = "no secret is stored with GitHub";
const STACK = "one job at a time deploys a stack, in an environment and without cancellation";
const ORDER = "staging gets tested builds, and production gets staging's build";
const BUILT = "a build is verified by its hash and never rebuilt";
const PUBLISHED = "the publishing job runs no code of the repository";
const NAMED = "paths and npm scripts in a workflow exist";
const VARIABLES = "scripts get expressions through variables only";
const VERSIONS = "Node and Pulumi have the versions of the packages";
export const FAULTS: readonly Fault[] = [
  [
    "only triggers that run a change's code without privileges are used",
    "workflows/preview.yml",
    "  pull_request:",
    "  pull_request_target:",
    "preview.yml: pull_request_target is not an allowed trigger",
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
    "deploy.yml, test: ./.github/workflows/tests.yml doesn't exist",
  ],
  [RIGHTS, "workflows/stack.yml", "permissions: {}", "permissions: write-all", "stack.yml: the workflow's own"],
  [RIGHTS, "workflows/deploy.yml", "\npermissions: {}", "", "deploy.yml: the workflow's own"],
  [
    RIGHTS,
    "workflows/test.yml",
    / {4}permissions:\n {6}contents: read\n/,
    "",
    "test.yml, test: declares no permissions",
  ],
  [
    RIGHTS,
    "workflows/deploy.yml",
    "contents: read",
    "contents: write",
    "deploy.yml, test: doesn't need contents: write",
  ],
  [
    RIGHTS,
    "workflows/drift.yml",
    "      issues: write",
    "      issues: write\n      id-token: write",
    "drift.yml, report: doesn't need id-token",
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
    "publish.yml: uses a",
  ],
  [
    SECRETS,
    "workflows/deploy.yml",
    "    needs: [test, build]",
    "    needs: [test, build]\n    secrets: inherit",
    "deploy.yml: uses a stored",
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
    "scripts fail if a part of a pipe fails",
    "workflows/drift.yml",
    "shell: bash",
    "shell: sh",
    "drift.yml: scripts don't run in bash",
  ],
  [TIMEOUT, "workflows/deploy.yml", "    timeout-minutes: 15\n", "", "deploy.yml, build: has no timeout"],
  [TIMEOUT, "workflows/deploy.yml", "timeout-minutes: 15", "timeout-minutes: 360", "deploy.yml, build: has no timeout"],
  [
    "checkouts persist no credentials",
    "workflows/stack.yml",
    "persist-credentials: false",
    "fetch-depth: 1",
    "stack.yml, up: persist",
  ],
  [STACK, "workflows/stack.yml", / {4}environment:\n.*\n.*\n/, "", "stack.yml, up: has no environment"],
  [STACK, "workflows/stack.yml", "group: stack-", "group: any-", "stack.yml, up: has no concurrency group"],
  [
    STACK,
    "workflows/drift.yml",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
    "drift.yml, compare: can be canceled",
  ],
  [
    "only branches of this repository get an identity",
    "workflows/preview.yml",
    "      github.event.pull_request.head.repo.full_name == github.repository &&\n",
    "",
    "preview.yml, up: also runs for forks",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    "needs: [build, staging]",
    "needs: [build, test]",
    "deploy.yml, production: doesn't wait for staging",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    "needs: [test, build]",
    "needs: [build]",
    "deploy.yml, staging: doesn't wait for the tests",
  ],
  [
    ORDER,
    "workflows/deploy.yml",
    expression("needs.build.outputs.sha256"),
    "any",
    "deploy.yml, staging: doesn't pass the build's hash",
  ],
  [BUILT, "workflows/stack.yml", "sha256sum --check", "sha256sum", "stack.yml, up: doesn't verify"],
  [BUILT, "workflows/stack.yml", "tar -xf release.tar", "npm run build-worker", "stack.yml, up: rebuilds"],
  [
    PUBLISHED,
    "workflows/publish.yml",
    "needs: [test, pack]",
    "needs: [pack]",
    "publish.yml, publish: doesn't wait for the tests",
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
    "publish.yml, publish: checks out the repository",
  ],
  [
    NAMED,
    "workflows/publish.yml",
    "npm run contract-diff",
    "npm run contract-dif",
    "publish.yml, pack: unknown npm script contract-dif",
  ],
  [NAMED, "workflows/test.yml", "sh .ci/run", "sh .ci/start", "test.yml, test: missing .ci/start"],
  [
    NAMED,
    "workflows/stack.yml",
    "--policy-pack policy",
    "--policy-pack policies",
    "stack.yml, up: missing infra/policies",
  ],
  [
    NAMED,
    "workflows/drift.yml",
    "working-directory: infra",
    "working-directory: infr",
    "drift.yml, compare: missing infr",
  ],
  [
    "every stack in a workflow has a configuration file",
    "workflows/drift.yml",
    "[staging, production]",
    "[staging, prod]",
    "drift.yml, compare: missing infra/Pulumi.prod.yaml",
  ],
  [VERSIONS, "actions/pulumi/action.yml", /pulumi-version: .*/, "pulumi-version: latest", "action.yml: Pulumi is"],
  [VERSIONS, "workflows/publish.yml", /node-version: .*/, "node-version: 24", "publish.yml, publish: Node is"],
];
