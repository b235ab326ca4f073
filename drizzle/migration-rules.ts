import { type Effect, effectsOf, uniqueIndexes } from "./sql-effects.ts";
import { readSql } from "./sql-statements.ts";

export interface Migration {
  /** Of its file, `0004_tenant_tree.sql`; they are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
}

export interface Violation {
  readonly file: string;
  /** Of the statement, from 1. */
  readonly line: number;
  /** What is wrong, and the next step. */
  readonly message: string;
}

const REVIEW = 'Read what becomes of the rows that are there, and say why it may in a line "-- reviewed: …".';
const NAME_IT = 'name what stopped its use in a line "-- contracts: <migration or version>".';

/**
 * Checks the migrations that are not yet applied. They are applied while the Worker before them still runs, and so that
 * nothing has to be taken back. Therefore:
 *
 * - what loses data, or may fail for the rows that are there, carries `-- reviewed: <why it may>`;
 * - what takes away a table, a column or a name carries `-- contracts: <migration or version>` besides: what stopped
 *   its use, released before. Where a table is made anew and loses nothing, that is `nothing, <why>`;
 * - nothing cascades, ever: to SQLite, making a table anew deletes all rows of the old one, and what cascades with them.
 */
export function checkMigrations(
  migrations: readonly Migration[],
  { applied }: { readonly applied: ReadonlySet<string> },
): Violation[] {
  const files = [...migrations]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sql }) => ({ name, ...readSql(sql) }));
  const unique = new Set(files.flatMap(({ statements }) => uniqueIndexes(statements)));
  return files.flatMap(({ name, statements, comments }, at) => {
    if (applied.has(name)) return [];
    const earlier = files.slice(0, at).map((file) => file.name);
    const isReviewed = markOf("reviewed", comments) !== undefined;
    return effectsOf(statements, unique).flatMap((effect) => {
      const contraction = effect.contracts && wrongContraction(effect, markOf("contracts", comments), earlier, applied);
      const wrong = effect.never
        ? ["Leave that out, and have the code do it first."]
        : [isReviewed ? undefined : REVIEW, contraction];
      return wrong
        .filter((next) => next !== undefined)
        .map((next) => ({ file: name, line: effect.line, message: `${effect.does} ${next}` }));
    });
  });
}

/** What stands behind `-- word:`, where anything does. */
function markOf(word: string, comments: readonly string[]): string | undefined {
  const mark = new RegExp(`^${word}:\\s*(\\S.*)$`);
  return comments.map((comment) => mark.exec(comment)?.[1]).find((rest) => rest !== undefined);
}

function wrongContraction(
  { contracts }: Effect,
  mark: string | undefined,
  earlier: readonly string[],
  applied: ReadonlySet<string>,
): string | undefined {
  if (mark === undefined) return `The Worker that runs meanwhile must not need it: ${NAME_IT}`;
  if (contracts === "perhaps" && /^nothing\W+\w/.test(mark)) return undefined;
  const [named = ""] = mark.split(/[\s,;:]/);
  if (/^v?\d+\.\d+/.test(named)) return undefined;
  const file = earlier.find((name) => name === named || name === `${named}.sql`);
  if (file === undefined) return `"${named}" is no version and no earlier migration: ${NAME_IT}`;
  // Where nothing is applied yet, the database is being made, and no Worker runs on it.
  if (applied.size === 0 || applied.has(file)) return undefined;
  return `${named}, which it contracts, is not applied yet, so the Worker that runs may still need it: release that first.`;
}
