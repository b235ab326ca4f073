import { posix } from "node:path";
import { calledBy, expression, type Files, type Job, type Steps, scriptOf } from "./files.ts";

/** What of the repository the workflows have to agree with. */
export interface Facts {
  /** The root's npm scripts. */
  readonly scripts: readonly string[];
  /** Whether there is such a file or folder, by path from the root. */
  readonly exists: (path: string) => boolean;
  readonly versions: { readonly node: string; readonly pulumi: string };
}

/** Answers what is wrong, each with where. */
export type Rule = (files: Files, facts: Facts) => string[];

const TRIGGERS = ["pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"];
const FROM_HERE = "github.event.pull_request.head.repo.full_name == github.repository";
const PULUMI = "./.github/actions/pulumi";
const WORKS_ON_STACK = /\bpulumi (up|destroy|refresh|stack rm)\b/;

/** Of what a job does, what its token has to be allowed. */
const NEEDED: readonly (readonly [permission: string, (job: Job) => boolean])[] = [
  ["contents: read", (job) => usesAction(job, "actions/checkout")],
  ["id-token: write", (job) => usesAction(job, PULUMI) || /\bnpm publish\b/.test(scriptOf(job))],
  ["issues: write", (job) => /\bgh issue\b/.test(scriptOf(job))],
  ["pull-requests: read", (job) => /\bgh pr\b/.test(scriptOf(job))],
];

export const RULES: Readonly<Record<string, Rule>> = {
  "only triggers that run a change's code without anybody's rights": ({ workflows }) =>
    workflows.flatMap(({ file, on }) =>
      Object.keys(on)
        .filter((trigger) => !TRIGGERS.includes(trigger))
        .map((trigger) => `${file}: ${trigger} is not a trigger that is used here`),
    ),

  "actions are pinned by commit, with their version": ({ steps, texts }, { exists }) =>
    usesOf(steps).flatMap(({ where, uses }) => {
      if (uses.startsWith("./")) return exists(posix.normalize(uses)) ? [] : [`${where}: there is no ${uses}`];
      const pinned = /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(uses);
      const lines = Object.values(texts).flatMap((text) => text.split("\n"));
      const versioned = lines.some((line) => line.includes(`uses: ${uses} # v`) && /# v\d+\.\d+\.\d+$/.test(line));
      return pinned && versioned ? [] : [`${where}: ${uses} is not a full commit hash with "# vX.Y.Z" beside it`];
    }),

  "no job has a right that it does not state and need": (files) =>
    files.workflows.flatMap(({ file, permissions, jobs }) => [
      ...(JSON.stringify(permissions) === "{}" ? [] : [`${file}: the workflow's own permissions are not {}`]),
      ...jobs.flatMap((job) => {
        const needed = neededBy(job, files);
        if (job.permissions === undefined) return [`${job.where}: states no permissions`];
        const stated = Object.entries(job.permissions).map(([scope, access]) => `${scope}: ${access}`);
        return [
          ...stated.filter((right) => !needed.includes(right)).map((right) => `${job.where}: does not need ${right}`),
          ...needed.filter((right) => !stated.includes(right)).map((right) => `${job.where}: lacks ${right}`),
        ];
      }),
    ]),

  "nothing is kept in GitHub's secrets": ({ texts }) =>
    Object.entries(texts)
      .filter(([, text]) => /\bsecrets\b(?!\.GITHUB_TOKEN\b)/.test(text.replace(/^\s*#.*$/gm, "")))
      .map(([path]) => `${path}: names a stored secret`),

  "what comes from outside reaches a script as a variable": ({ steps }) =>
    steps
      .filter((each) => scriptOf(each).includes("${{"))
      .map(({ where }) => `${where}: an expression in a script: pass it by env`),

  "a pipe that fails is a failure": ({ workflows }) =>
    workflows
      .filter(({ defaults }) => defaults?.run.shell !== "bash")
      .map(({ file }) => `${file}: scripts do not run in bash, with pipefail`),

  "no job takes for ever": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => job.uses === undefined && !((job["timeout-minutes"] ?? 361) <= 60))
      .map(({ where }) => `${where}: has no timeout of at most an hour`),

  "no checkout leaves a token behind": ({ steps }) =>
    steps.flatMap(({ where, steps }) =>
      steps
        .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
        .filter((step) => step.with["persist-credentials"] !== false)
        .map(() => `${where}: persist-credentials is not false`),
    ),

  "a stack is worked on by one job at a time, to its end, in an environment": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => WORKS_ON_STACK.test(scriptOf(job)))
      .flatMap(({ where, environment, concurrency }) => [
        ...(environment === undefined ? [`${where}: has no environment`] : []),
        ...(concurrency?.group.startsWith("stack-") ? [] : [`${where}: is in no group of its stack`]),
        ...(concurrency?.["cancel-in-progress"] ? [`${where}: may be cancelled half-way`] : []),
      ]),

  "an identity is had by jobs of this repository's own branches alone": ({ workflows }) =>
    workflows
      .filter(({ on }) => "pull_request" in on)
      .flatMap(({ jobs }) => jobs)
      .filter((job) => job.permissions?.["id-token"] !== undefined && !job.if.includes(FROM_HERE))
      .map(({ where }) => `${where}: runs for forks, too`),

  "production gets what staging has, and staging what has passed": ({ workflows }) =>
    workflows.flatMap(({ jobs }) => {
      const deploying = (stack: string) => jobs.filter((job) => job.with.stack === stack);
      const after = (job: Job, wanted: readonly Job[]) => wanted.some(({ name }) => job.needs.includes(name));
      const tests = jobs.filter(({ uses }) => uses === "./.github/workflows/test.yml");
      return [
        ...deploying("production").flatMap((job) =>
          after(job, deploying("staging")) ? [] : [`${job.where}: goes before staging`],
        ),
        ...deploying("staging").flatMap((job) => (after(job, tests) ? [] : [`${job.where}: goes before the tests`])),
        ...jobs
          .filter((job) => "stack" in job.with && job.with.sha256 !== expression("needs.build.outputs.sha256"))
          .map(({ where }) => `${where}: does not say which build it takes`),
      ];
    }),

  "what was built once is checked, and not built again": ({ steps }) =>
    steps
      .filter((job) => usesAction(job, "actions/download-artifact"))
      .flatMap((job) => [
        ...(/\bsha256sum --check\b/.test(scriptOf(job)) ? [] : [`${job.where}: does not check what it was handed`]),
        ...(/\bnpm (ci|run)\b/.test(scriptOf(job)) ? [`${job.where}: builds beside what it was handed`] : []),
      ]),

  "the client is published by a job that runs nothing of the repository": ({ workflows }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .filter((job) => /\bnpm publish\b/.test(scriptOf(job)))
      .flatMap((job) => [
        ...(usesAction(job, "actions/checkout") ? [`${job.where}: has the repository beside its identity`] : []),
        ...(job.environment === undefined ? [`${job.where}: has no environment`] : []),
        ...(job.needs.includes("test") ? [] : [`${job.where}: goes before the tests`]),
      ]),

  "what a script names is there": ({ steps }, { scripts, exists }) =>
    steps.flatMap(({ where, steps }) =>
      steps.flatMap(({ run = "", "working-directory": folder }) => [
        ...namesIn(run, /\bnpm run ([\w:-]+)/g)
          .filter((name) => !scripts.includes(name))
          .map((name) => `${where}: there is no npm script ${name}`),
        ...namesIn(run, /(?:\bsh|--config-file|--policy-pack) ([\w./-]+)/g)
          .concat(".")
          .map((path) => posix.join(folder, path))
          .filter((path) => !exists(path))
          .map((path) => `${where}: there is no ${path}`),
      ]),
    ),

  "every stack that is named has its configuration": ({ workflows }, { exists }) =>
    workflows
      .flatMap(({ jobs }) => jobs)
      .flatMap(({ where, with: { stack }, strategy }) =>
        [...(typeof stack === "string" ? [stack] : []), ...(strategy?.matrix.stack ?? [])]
          .filter((name) => !exists(`infra/Pulumi.${name}.yaml`))
          .map((name) => `${where}: there is no infra/Pulumi.${name}.yaml`),
      ),

  "Node and Pulumi are those of the packages": ({ steps }, { versions }) =>
    steps.flatMap(({ where, steps }) =>
      steps.flatMap(({ with: { "node-version": node, "pulumi-version": pulumi } }) => [
        ...(node === undefined || node === versions.node ? [] : [`${where}: Node is ${versions.node}, not ${node}`]),
        ...(pulumi === undefined || pulumi === versions.pulumi
          ? []
          : [`${where}: Pulumi is ${versions.pulumi}, not ${pulumi}`]),
      ]),
    ),
};

/** What a job needs itself or, where it calls a workflow, all that its jobs need. */
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
