import { type Size, sizeOfSubpath } from "./bundle.ts";
import type { Project } from "./project.ts";
import { SUBPATHS } from "./subpaths.ts";

/** How many types a consumer of the whole API may make the compiler instantiate. */
export const MAX_INSTANTIATIONS = 500;

/** A thousand bytes, which is the stricter reading of the two. */
const KB = 1000;

export interface Budgeted {
  readonly subpath: string;
  /** What its size is counted above, if it is. */
  readonly above: string | undefined;
  readonly size: Size;
  /** Kilobytes of `gzip -9`, which is what counts: every server and browser has it. */
  readonly kilobytes: number;
  /** Null where none is promised. */
  readonly budgetKb: number | null;
}

/** The size of subpaths as an application gets them, of all unless told, beside their budgets. */
export async function measureBudgets(project: Project, subpaths = SUBPATHS): Promise<Budgeted[]> {
  return await Promise.all(
    Object.entries(subpaths).map(async ([subpath, { budgetKb, above }]) => {
      const size = await sizeOfSubpath(project, subpath, above);
      return { subpath, above, size, kilobytes: size.gzip / KB, budgetKb };
    }),
  );
}

/** Those that are larger than they may be, in words. */
export function exceededIn(measured: readonly Budgeted[]): string[] {
  return measured.flatMap(({ subpath, kilobytes, budgetKb }) =>
    budgetKb === null || kilobytes <= budgetKb
      ? []
      : [`${subpath} has ${kilobytes.toFixed(1)} KB, and may have ${budgetKb}`],
  );
}
