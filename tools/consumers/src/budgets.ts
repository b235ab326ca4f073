import { type Size, sizeOfSubpath } from "./bundle.ts";
import type { Project } from "./project.ts";
import { SUBPATHS } from "./subpaths.ts";

/** Maximum number of types that the compiler instantiates for a consumer of the whole API. */
export const MAX_INSTANTIATIONS = 650;

/** The same for all calls with tRPC's own client and the published type of the router: about 113 a procedure. */
export const MAX_TRPC_INSTANTIATIONS = 24_000;

/** 1,000 bytes, the stricter definition of a kilobyte. */
const KB = 1000;

export interface Budgeted {
  readonly subpath: string;
  /** The subpath whose size is subtracted, if any. */
  readonly above: string | undefined;
  readonly size: Size;
  /** Kilobytes after `gzip -9`, which every server and browser supports. The budget applies to it. */
  readonly kilobytes: number;
  /** Null without a budget. */
  readonly budgetKb: number | null;
}

/** The bundled size of subpaths and their budgets. Defaults to all subpaths. */
export async function measureBudgets(project: Project, subpaths = SUBPATHS): Promise<Budgeted[]> {
  return await Promise.all(
    Object.entries(subpaths).map(async ([subpath, { budgetKb, above }]) => {
      const size = await sizeOfSubpath(project, subpath, above);
      return { subpath, above, size, kilobytes: size.gzip / KB, budgetKb };
    }),
  );
}

/** Messages about subpaths beyond their budgets. */
export function exceededIn(measured: readonly Budgeted[]): string[] {
  return measured.flatMap(({ subpath, kilobytes, budgetKb }) =>
    budgetKb === null || kilobytes <= budgetKb
      ? []
      : [`${subpath} has ${kilobytes.toFixed(1)} KB, and may have ${budgetKb}`],
  );
}
