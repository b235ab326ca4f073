import { parse } from "yaml";
import * as z from "zod";

const step = z.object({
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  "working-directory": z.string().default("."),
});
export type Step = z.infer<typeof step>;

const job = z.object({
  needs: z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.string()).default([])),
  if: z.string().default(""),
  permissions: z.record(z.string(), z.string()).optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.object({ name: z.string() }).optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean().default(false) }).optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.array(z.string())) }).optional(),
  /** A called workflow, instead of steps. */
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(step).default([]),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.unknown().optional(),
  defaults: z.object({ run: z.object({ shell: z.string() }) }).optional(),
  jobs: z.record(z.string(), job),
});
const action = z.object({ runs: z.object({ using: z.literal("composite"), steps: z.array(step) }) });

export interface Job extends z.infer<typeof job> {
  readonly name: string;
  /** File and job for messages: `deploy.yml, staging`. */
  readonly where: string;
}

export interface Workflow extends Omit<z.infer<typeof workflow>, "jobs"> {
  readonly file: string;
  readonly jobs: readonly Job[];
}

/** Sequential steps of a job or a local action. */
export interface Steps {
  readonly where: string;
  readonly steps: readonly Step[];
}

export interface Files {
  /** By path from the repository's root. */
  readonly texts: Readonly<Record<string, string>>;
  readonly workflows: readonly Workflow[];
  readonly steps: readonly Steps[];
}

/** Parses workflows and local actions, by path from the repository's root. Throws for forms that aren't used here. */
export function parseFiles(texts: Readonly<Record<string, string>>): Files {
  const paths = Object.keys(texts).sort();
  const workflows = paths.filter((path) => path.startsWith(".github/workflows/")).map((path) => parseOne(path, texts));
  const actions = paths
    .filter((path) => path.startsWith(".github/actions/"))
    .map((path) => ({ where: path, steps: action.parse(parse(texts[path] ?? "")).runs.steps }));
  return { texts, workflows, steps: [...workflows.flatMap(({ jobs }) => jobs), ...actions] };
}

function parseOne(path: string, texts: Readonly<Record<string, string>>): Workflow {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const { jobs, ...rest } = workflow.parse(parse(texts[path] ?? ""));
  const named = Object.entries(jobs).map(([name, each]) => ({ ...each, name, where: `${file}, ${name}` }));
  return { ...rest, file, jobs: named };
}

/** An expression that GitHub evaluates before a step runs. */
export function expression(inner: string): string {
  return `\${{ ${inner} }}`;
}

/** The scripts of all steps, joined. */
export function scriptOf({ steps }: Steps): string {
  return steps.map(({ run = "" }) => run).join("\n");
}

/** The workflow of this repository that a job calls. */
export function calledBy({ uses = "" }: Job, { workflows }: Files): Workflow | undefined {
  return workflows.find(({ file }) => uses === `./.github/workflows/${file}`);
}
