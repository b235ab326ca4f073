import { followed, isSign, isWord, nameAfter, nameOf, type Statement, type Token, topLevel } from "./sql-statements.ts";

/** An effect of a statement that needs a review. */
export interface Effect {
  /** From 1. */
  readonly line: number;
  readonly does: string;
  /**
   * Whether it removes something that the running version reads or writes. A table that is rebuilt under its own
   * name (`__new_`, as in drizzle and SQLite) may or may not.
   */
  readonly contracts?: "certainly" | "possibly";
  /** Whether no review can permit it. */
  readonly never?: boolean;
}
type Judgement = Omit<Effect, "line"> | undefined;

/** Objects created by earlier statements: they are new, so no data can be lost. */
interface Made {
  readonly tables: Set<string>;
  /** `table.column` */
  readonly columns: Set<string>;
  /** Tables that are rebuilt under their own name. */
  readonly rebuilt: ReadonlySet<string>;
  /** Unique indexes of all migrations. */
  readonly unique: ReadonlySet<string>;
}

const REBUILT_PREFIX = "__new_";

/**
 * Effects of one migration; `unique` comes from `uniqueIndexes` of all migrations. Statements that aren't known to
 * be harmless have an effect.
 */
export function effectsOf(statements: readonly Statement[], unique: ReadonlySet<string>): Effect[] {
  const made: Made = { tables: new Set(), columns: new Set(), rebuilt: rebuiltBy(statements), unique };
  return statements.flatMap(({ line, tokens }) => {
    const judgement = judge(tokens, made);
    remember(tokens, made);
    const effects: Effect[] = judgement === undefined ? [] : [{ line, ...judgement }];
    return cascades(tokens)
      ? [...effects, { line, does: "It cascades from one table to another.", never: true }]
      : effects;
  });
}

export function uniqueIndexes(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ tokens }) =>
    followed(tokens, "CREATE", "UNIQUE", "INDEX") ? [nameAfter(tokens, "INDEX")] : [],
  );
}

function rebuiltBy(statements: readonly Statement[]): Set<string> {
  const renamed = statements.flatMap(({ tokens: [alter, , table, rename, to, name] }) =>
    isWord(alter, "ALTER") && isWord(rename, "RENAME") && isWord(to, "TO")
      ? [[nameOf(table), nameOf(name)] as const]
      : [],
  );
  return new Set(renamed.filter(([from, to]) => from === `${REBUILT_PREFIX}${to}`).map(([, to]) => to));
}

function remember(tokens: readonly Token[], { tables, columns }: Made): void {
  const [first, second, third, add, column, named] = tokens;
  const mayBeThere = followed(tokens, "IF", "NOT", "EXISTS");
  if (isWord(first, "CREATE") && isWord(second, "TABLE") && !mayBeThere) tables.add(nameAfter(tokens, "TABLE"));
  if (isWord(first, "ALTER") && isWord(add, "ADD")) {
    columns.add(`${nameOf(third)}.${nameOf(isWord(column, "COLUMN") ? named : column)}`);
  }
}

function judge(tokens: readonly Token[], made: Made): Judgement {
  const [first, second] = tokens;
  // End of a trigger's body, whose statements are judged one by one.
  if (isWord(first, "END") && tokens.length === 1) return undefined;
  if (isWord(first, "CREATE")) return judgeCreate(tokens, made);
  if (isWord(first, "ALTER") && isWord(second, "TABLE")) return judgeAlter(tokens, made);
  if (isWord(first, "DROP")) return judgeDrop(tokens, made);
  if (isWord(first, "PRAGMA") && nameOf(second) === "defer_foreign_keys") return undefined;
  if (tokens.some((token) => isWord(token, "RAISE"))) return { does: "It refuses rows that were accepted before." };
  return judgeRows(tokens, made) ?? undefined;
}

function judgeCreate(tokens: readonly Token[], { tables }: Made): Judgement {
  if (followed(tokens, "CREATE", "TABLE") && nameAfter(tokens, "TABLE").startsWith(REBUILT_PREFIX)) {
    return { does: "It rebuilds a table, possibly with less data or stricter constraints.", contracts: "possibly" };
  }
  const table = nameAfter(tokens, "ON");
  const isUnique = followed(tokens, "CREATE", "UNIQUE", "INDEX");
  return isUnique && !tables.has(table) ? { does: `It fails if ${table} has duplicate rows.` } : undefined;
}

function judgeAlter([, , table, verb, ...rest]: readonly Token[], { tables }: Made): Judgement {
  const name = nameOf(table);
  if (tables.has(name)) return undefined;
  if (isWord(verb, "DROP")) return { does: `It drops a column of ${name} and its data.`, contracts: "certainly" };
  if (isWord(verb, "RENAME")) return { does: `It renames ${name} or a column of it.`, contracts: "certainly" };
  if (!isWord(verb, "ADD")) return { does: `Its effect on ${name} is unknown.` };
  const column = topLevel(rest);
  const isEmpty = !followed(column, "DEFAULT") || followed(column, "DEFAULT", "NULL");
  if (followed(column, "NOT", "NULL") && isEmpty) {
    return { does: `It adds a NOT NULL column to ${name} without a default.` };
  }
  return followed(column, "CHECK") ? { does: `It adds a check that existing rows of ${name} may violate.` } : undefined;
}

function judgeDrop(tokens: readonly Token[], { tables, rebuilt, unique }: Made): Judgement {
  const [, kind] = tokens;
  const name = nameOf(tokens.at(-1));
  if (isWord(kind, "INDEX")) {
    return unique.has(name) ? { does: `It drops the unique index ${name}.` } : undefined;
  }
  if (isWord(kind, "TRIGGER")) return { does: `It drops the trigger ${name}.` };
  const isPartOfRebuild = rebuilt.has(name) && tables.has(`${REBUILT_PREFIX}${name}`);
  if (tables.has(name) || isPartOfRebuild) return undefined;
  return { does: `It drops ${name} and its data.`, contracts: "certainly" };
}

function judgeRows(tokens: readonly Token[], { tables, columns }: Made): Judgement {
  const verbs = ["INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT"];
  const outer = topLevel(tokens);
  // Common table expressions come before the verb.
  const at = isWord(outer[0], "WITH") ? outer.findIndex((token) => isWord(token, ...verbs)) : 0;
  const [verb, second, third, fourth] = outer.slice(at);
  if (!isWord(verb, ...verbs)) return { does: `The effect of ${outer[0]?.text ?? "it"} is unknown.` };
  if (isWord(verb, "DELETE")) return { does: "It deletes rows." };
  if (isWord(verb, "REPLACE") || (isWord(verb, "INSERT") && isWord(second, "OR") && isWord(third, "REPLACE"))) {
    return { does: "It deletes rows that conflict with new ones." };
  }
  if (!isWord(verb, "UPDATE")) return undefined;
  const table = nameOf(isWord(second, "OR") ? fourth : second);
  const written = columnsSet(outer);
  const fills = written.length > 0 && written.every((column) => columns.has(`${table}.${column}`));
  if (fills || tables.has(table) || chooses(tokens)) return undefined;
  return { does: `It overwrites every row of ${table}.` };
}

/** Columns of `SET a = …, b = …`; none for other forms. */
function columnsSet(outer: readonly Token[]): string[] {
  const set = outer.findIndex((token) => isWord(token, "SET"));
  const end = outer.findIndex((token, i) => i > set && isWord(token, "WHERE", "FROM", "RETURNING"));
  const assignments = outer.slice(set + 1, end < 0 ? undefined : end);
  return assignments.flatMap((token, i) => {
    const starts = i === 0 || isSign(assignments[i - 1], ",");
    return starts && isSign(assignments[i + 1], "=") ? [nameOf(token)] : [];
  });
}

/** Whether a WHERE of the statement itself reads the row. */
function chooses(tokens: readonly Token[]): boolean {
  const outer = topLevel(tokens);
  const where = outer.find((token) => isWord(token, "WHERE"));
  if (where === undefined) return false;
  const constants = ["TRUE", "FALSE", "NULL", "NOT", "AND", "OR", "IS", "IN", "LIKE", "RETURNING"];
  return tokens
    .slice(tokens.indexOf(where) + 1)
    .some((token) => token.kind === "name" || (token.kind === "word" && !constants.includes(token.text)));
}

function cascades(tokens: readonly Token[]): boolean {
  const events = ["DELETE", "UPDATE"];
  const actions = [["CASCADE"], ["SET", "NULL"], ["SET", "DEFAULT"]];
  return events.some((event) => actions.some((action) => followed(tokens, "ON", event, ...action)));
}
