import { posix } from "node:path";
import { calledBy, expression, type Files, type Job, type Steps, scriptOf } from "./files.ts";

/** Facts about the repository that the workflows depend on. */
export interface Facts {
  /** npm scripts of the root. */
  readonly scripts: readonly string[];
  /** Whether a file or folder exists, by path from the root. */
  readonly exists: (path: string) => boolean;
  readonly versions: { readonly node: string; readonly pulumi: string };
}

/** Returns problems with their file and job. */
export type Rule = (files: Files, facts: Facts) => string[];

const TRIGGERS = ["pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"];
const FROM_HERE = "github.event.pull_request.head.repo.full_name == github.repository";
const PULUMI = "./.github/actions/pulumi";
const WORKS_ON_STACK = /\bpulumi (up|destroy|refresh|stack rm)\b/;

/** Permissions of a job's token, with the condition that requires each. */
const NEEDED: readonly (readonly [permission: string, (job: Job) => boolean])[] = [
  ["contents: read", (job) => usesAction(job, "actions/checkout")],
  ["id-token: write", (job) => usesAction(job, PULUMI) || /\bnpm publish\b/.test(scriptOf(job))],
  ["issues: write", (job) => /\bgh issue\b/.test(scriptOf(job))],
  ["pull-requests: read", (job) => /\bgh pr\b/.test(scriptOf(job))],
];

export const RULES: Readonly<Record<string, Rule>> = {
  "only triggers that run a change's code without privileges are used": ({ workflows }) =>
    workflows.flatMap(({ file, on }) =>
      Object.keys(on)
        .filter((trigger) => !TRIGGERS.includes(trigger))
        .map((trigger) => `${file}: ${trigger} is not an allowed trigger`),
    ),

  "actions are pinned by commit with a version comment": ({ steps, texts }, { exists }) =>
    usesOf(steps).flatMap(({ where, uses }) => {
      if (uses.startsWith("./")) return exists(posix.normalize(uses)) ? [] : [`${where}: ${uses} doesn't exist`];
      const pinned = /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(uses);
      const lines = Object.values(texts).flatMap((text) => text.split("\n"));
      const versioned = lines.some((line) => line.includes(`uses: ${uses} # v`) && /# v\d+\.\d+\.\d+$/.test(line));
      return pinned && versioned ? [] : [`${where}: ${uses} is not a full commit hash with a comment "# vX.Y.Z"`];
    }),

  "every job declares exactly the permissions that it needs": (files) =>
    files.workflows.flatMap(({ file, permissions, jobs }) => [
      ...(JSON.stringify(permissions) === "{}" ? [] : [`${file}: the workflow's own permissions are not {}`]),
      ...jobs.flatMap((job) => {
        const needed = neededBy(job, files);
        if (job.permissions === undefined) return [`${job.where}: declares no permissions`];
        const stated = Object.entries(job.permissions).map(([scope, access]) => `${scope}: ${access}`);
        return [
          ...stated.filter((right) => !needed.includes(right)).map((right) => `${job.where}: doesn't need ${right}`),
          ...needed.filter((right) => !stated.includes(right)).map((right) => `${job.where}: lacks ${right}`),
        ];
      }),
    ]),

  "no secret is stored with GitHub": ({ texts }) =>
    Object.entries(texts)
      // `secrets-$NAME` is an environment of Pulumi ESC.
      .filter(([, text]) => /\bsecrets\b(?!\.GITHUB_TOKEN\b|-\$NAME\b)/.test(text.replace(/^\s*#.*$/gm, "")))
      .map(([path]) => `${path}: uses a stored secret`),

  "scripts get expressions through variables only": ({ steps }) =>
    steps
      .filter((each) => scriptOf(each).includes("${{"))
      .map(({ where }) => `${where}: an expression in a script. Pass it through env.`),

  "scripts fail if a part of a pipe fails": ({ workflows }) =>
    workflows
      .filter(({ defaults }) => defaults?.run.shell !== "bash")
      .map(({ file }) => `${file}: scripts don't run in bash with pipefail`),

  "every job has a timeout": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => job.uses === undefined && !((job["timeout-minutes"] ?? 361) <= 60))
      .map(({ where }) => `${where}: has no timeout of at most 60 minutes`),

  "checkouts persist no credentials": ({ steps }) =>
    steps.flatMap(({ where, steps }) =>
      steps
        .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
        .filter((step) => step.with["persist-credentials"] !== false)
        .map(() => `${where}: persist-credentials is not false`),
    ),

  "one job at a time deploys a stack, in an environment and without cancellation": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => WORKS_ON_STACK.test(scriptOf(job)))
      .flatMap(({ where, environment, concurrency }) => [
        ...(environment === undefined ? [`${where}: has no environment`] : []),
        ...(concurrency?.group.startsWith("stack-") ? [] : [`${where}: has no concurrency group of its stack`]),
        ...(concurrency?.["cancel-in-progress"] ? [`${where}: can be canceled while running`] : []),
      ]),

  "only branches of this repository get an identity": ({ workflows }) =>
    workflows
      .filter(({ on }) => "pull_request" in on)
      .flatMap(({ jobs }) => jobs)
      .filter((job) => job.permissions?.["id-token"] !== undefined && !job.if.includes(FROM_HERE))
      .map(({ where }) => `${where}: also runs for forks`),

  "staging gets tested builds, and production gets staging's build": ({ workflows }) =>
    workflows.flatMap(({ jobs }) => {
      const deploying = (stack: string) => jobs.filter((job) => job.with.stack === stack);
      const after = (job: Job, required: readonly Job[]) => required.some(({ name }) => job.needs.includes(name));
      const tests = jobs.filter(({ uses }) => uses === "./.github/workflows/test.yml");
      return [
        ...deploying("production").flatMap((job) =>
          after(job, deploying("staging")) ? [] : [`${job.where}: doesn't wait for staging`],
        ),
        ...deploying("staging").flatMap((job) =>
          after(job, tests) ? [] : [`${job.where}: doesn't wait for the tests`],
        ),
        ...jobs
          .filter((job) => "stack" in job.with && job.with.sha256 !== expression("needs.build.outputs.sha256"))
          .map(({ where }) => `${where}: doesn't pass the build's hash`),
      ];
    }),

  "a build is verified by its hash and never rebuilt": ({ steps }) =>
    steps
      .filter((job) => usesAction(job, "actions/download-artifact"))
      .flatMap((job) => [
        ...(/\bsha256sum --check\b/.test(scriptOf(job)) ? [] : [`${job.where}: doesn't verify the build's hash`]),
        ...(/\bnpm (ci|run)\b/.test(scriptOf(job)) ? [`${job.where}: rebuilds instead of using the build`] : []),
      ]),

  "the publishing job runs no code of the repository": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => /\bnpm publish\b/.test(scriptOf(job)))
      .flatMap((job) => [
        ...(usesAction(job, "actions/checkout") ? [`${job.where}: checks out the repository with an identity`] : []),
        ...(job.environment === undefined ? [`${job.where}: has no environment`] : []),
        ...(job.needs.includes("test") ? [] : [`${job.where}: doesn't wait for the tests`]),
      ]),

  "paths and npm scripts in a workflow exist": ({ steps }, { scripts, exists }) =>
    steps.flatMap(({ where, steps }) =>
      steps.flatMap(({ run = "", "working-directory": folder }) => [
        ...namesIn(run, /\bnpm run ([\w:-]+)/g)
          .filter((name) => !scripts.includes(name))
          .map((name) => `${where}: unknown npm script ${name}`),
        ...namesIn(run, /(?:\bsh|--config-file|--policy-pack) ([\w./-]+)/g)
          .concat(".")
          .map((path) => posix.join(folder, path))
          .filter((path) => !exists(path))
          .map((path) => `${where}: missing ${path}`),
      ]),
    ),

  "every stack in a workflow has a configuration file": ({ workflows }, { exists }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .flatMap(({ where, with: { stack }, strategy }) =>
        [...(typeof stack === "string" ? [stack] : []), ...(strategy?.matrix.stack ?? [])]
          .filter((name) => !exists(`infra/Pulumi.${name}.yaml`))
          .map((name) => `${where}: missing infra/Pulumi.${name}.yaml`),
      ),

  "Node and Pulumi have the versions of the packages": ({ steps }, { versions }) =>
    steps.flatMap(({ where, steps }) =>
      steps.flatMap(({ with: { "node-version": node, "pulumi-version": pulumi } }) => [
        ...(node === undefined || node === versions.node ? [] : [`${where}: Node is ${versions.node}, not ${node}`]),
        ...(pulumi === undefined || pulumi === versions.pulumi
          ? []
          : [`${where}: Pulumi is ${versions.pulumi}, not ${pulumi}`]),
      ]),
    ),
};

/** Permissions that a job needs, or all of the jobs in the workflow that it calls. */
function neededBy(job: Job, files: Files): string[] {
  const jobs = calledBy(job, files)?.jobs ?? [job];
  return NEEDED.filter(([, needs]) => jobs.some(needs)).map(([right]) => right);
}

function usesAction({ steps }: Steps, name: string): boolean {
  return steps.some(({ uses = "" }) => uses === name || uses.startsWith(`${name}@`));
}

function usesOf(all: readonly Steps[]): { where: string; uses: string }[] {
  return all.flatMap((each) => {
    const called = "uses" in each && typeof each.uses === "string" ? [each.uses] : [];
    const used = each.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    return [...called, ...used].map((uses) => ({ where: each.where, uses }));
  });
}

function namesIn(script: string, pattern: RegExp): string[] {
  return [...script.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
