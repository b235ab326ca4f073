import { type Effect, effectsOf, uniqueIndexes } from "./sql-effects.ts";
import { readSql } from "./sql-statements.ts";

export interface Migration {
  /** File name, such as `0004_tenant_tree.sql`. Migrations are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
}

export interface Violation {
  readonly file: string;
  /** Line of the statement, from 1. */
  readonly line: number;
  /** Problem and next step. */
  readonly message: string;
}

const REVIEW = 'Check its effect on existing rows, and give the reason in a line "-- reviewed: <reason>".';
const NAME_RELEASE = 'name the release that stopped its use in a line "-- contracts: <migration or version>".';

/**
 * Checks the migrations that aren't applied yet. They are applied while the previous Worker still runs, and are
 * never rolled back. Therefore:
 *
 * - A statement that loses data, or may fail on existing rows, needs `-- reviewed: <reason>`.
 * - A statement that removes a table, a column or a name also needs `-- contracts: <migration or version>`: the
 *   release that stopped its use. For a rebuilt table that loses nothing, that is `nothing, <reason>`.
 * - Nothing cascades: when SQLite rebuilds a table, it deletes all rows of the old one, and cascades with them.
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
        ? ["Remove the cascade, and change the dependent rows in code first."]
        : [isReviewed ? undefined : REVIEW, contraction];
      return wrong
        .filter((next) => next !== undefined)
        .map((next) => ({ file: name, line: effect.line, message: `${effect.does} ${next}` }));
    });
  });
}

/** Text after `-- word:`, if there is any. */
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
  if (mark === undefined) return `The running Worker must not need it: ${NAME_RELEASE}`;
  if (contracts === "possibly" && /^nothing\W+\w/.test(mark)) return undefined;
  const [named = ""] = mark.split(/[\s,;:]/);
  if (/^v?\d+\.\d+/.test(named)) return undefined;
  const file = earlier.find((name) => name === named || name === `${named}.sql`);
  if (file === undefined) return `"${named}" is neither a version nor an earlier migration: ${NAME_RELEASE}`;
  // Without applied migrations the database is new, and no Worker runs on it.
  if (applied.size === 0 || applied.has(file)) return undefined;
  return `${named} isn't applied yet, so the running Worker may still need what this removes: release it first.`;
}
