import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { createProject, type Project } from "../src/project.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The project that the SDK is installed in, the same for all files of tests. */
    readonly project: Project;
    /** By vitest.config.ts: whether `npm run test:long` asks for the most repetitions. */
    long: boolean;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const project = await createProject();
  provide("project", project);
  return () => rmSync(project.folder, { recursive: true, force: true });
}
