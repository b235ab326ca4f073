import { followed, isSign, isWord, nameAfter, nameOf, type Statement, type Token, topLevel } from "./sql-statements.ts";

/** What a statement does that somebody has to have thought of. */
export interface Effect {
  /** From 1. */
  readonly line: number;
  readonly does: string;
  /**
   * Whether it takes away what the version that is still running reads or writes. A table that is made anew under its
   * own name (`__new_`, as drizzle and SQLite have it) may or may not.
   */
  readonly contracts?: "surely" | "perhaps";
  /** Whether no review makes it right. */
  readonly never?: boolean;
}
type Judgement = Omit<Effect, "line"> | undefined;

/** What the statements before have made: it is new to everybody, so nothing can be lost of it. */
interface Made {
  readonly tables: Set<string>;
  /** `table.column` */
  readonly columns: Set<string>;
  /** Tables that are made anew under their own name. */
  readonly rebuilt: ReadonlySet<string>;
  /** Indexes of all migrations that keep something unique. */
  readonly unique: ReadonlySet<string>;
}

const ANEW = "__new_";

/** The effects of one migration; `unique` as `uniqueIndexes` finds them in all. What is not known to be harmless is not. */
export function effectsOf(statements: readonly Statement[], unique: ReadonlySet<string>): Effect[] {
  const made: Made = { tables: new Set(), columns: new Set(), rebuilt: rebuiltBy(statements), unique };
  return statements.flatMap(({ line, tokens }) => {
    const judgement = judge(tokens, made);
    remember(tokens, made);
    const effects: Effect[] = judgement === undefined ? [] : [{ line, ...judgement }];
    return cascades(tokens)
      ? [...effects, { line, does: "It has rows of one table act on another's.", never: true }]
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
  return new Set(renamed.filter(([from, to]) => from === `${ANEW}${to}`).map(([, to]) => to));
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
  // Of a trigger's body, which has been judged statement by statement.
  if (isWord(first, "END") && tokens.length === 1) return undefined;
  if (isWord(first, "CREATE")) return judgeCreate(tokens, made);
  if (isWord(first, "ALTER") && isWord(second, "TABLE")) return judgeAlter(tokens, made);
  if (isWord(first, "DROP")) return judgeDrop(tokens, made);
  if (isWord(first, "PRAGMA") && nameOf(second) === "defer_foreign_keys") return undefined;
  if (tokens.some((token) => isWord(token, "RAISE"))) return { does: "It refuses rows that were taken before." };
  return judgeRows(tokens, made) ?? undefined;
}

function judgeCreate(tokens: readonly Token[], { tables }: Made): Judgement {
  if (followed(tokens, "CREATE", "TABLE") && nameAfter(tokens, "TABLE").startsWith(ANEW)) {
    return { does: "It makes a table anew, perhaps with less in it or tighter.", contracts: "perhaps" };
  }
  const table = nameAfter(tokens, "ON");
  const isUnique = followed(tokens, "CREATE", "UNIQUE", "INDEX");
  return isUnique && !tables.has(table) ? { does: `It fails where ${table} has rows that are alike.` } : undefined;
}

function judgeAlter([, , table, verb, ...rest]: readonly Token[], { tables }: Made): Judgement {
  const name = nameOf(table);
  if (tables.has(name)) return undefined;
  if (isWord(verb, "DROP")) return { does: `It drops a column of ${name}, and what is in it.`, contracts: "surely" };
  if (isWord(verb, "RENAME")) return { does: `It renames ${name} or a column of it.`, contracts: "surely" };
  if (!isWord(verb, "ADD")) return { does: `What it does to ${name} is not known here.` };
  const column = topLevel(rest);
  const isEmpty = !followed(column, "DEFAULT") || followed(column, "DEFAULT", "NULL");
  if (followed(column, "NOT", "NULL") && isEmpty) {
    return { does: `It adds a column to ${name} that must not be empty, with nothing to fill it.` };
  }
  return followed(column, "CHECK") ? { does: `It adds a check that rows of ${name} may not pass.` } : undefined;
}

function judgeDrop(tokens: readonly Token[], { tables, rebuilt, unique }: Made): Judgement {
  const [, kind] = tokens;
  const name = nameOf(tokens.at(-1));
  if (isWord(kind, "INDEX")) {
    return unique.has(name) ? { does: `It lets rows be alike that ${name} keeps apart.` } : undefined;
  }
  if (isWord(kind, "TRIGGER")) return { does: `It drops ${name}, whose work nobody does any more.` };
  const isPartOfRebuild = rebuilt.has(name) && tables.has(`${ANEW}${name}`);
  if (tables.has(name) || isPartOfRebuild) return undefined;
  return { does: `It drops ${name}, and what is in it.`, contracts: "surely" };
}

function judgeRows(tokens: readonly Token[], { tables, columns }: Made): Judgement {
  const verbs = ["INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT"];
  const outer = topLevel(tokens);
  // Common table expressions come before the verb.
  const at = isWord(outer[0], "WITH") ? outer.findIndex((token) => isWord(token, ...verbs)) : 0;
  const [verb, second, third, fourth] = outer.slice(at);
  if (!isWord(verb, ...verbs)) return { does: `What ${outer[0]?.text ?? "it"} does is not known here.` };
  if (isWord(verb, "DELETE")) return { does: "It deletes rows." };
  if (isWord(verb, "REPLACE") || (isWord(verb, "INSERT") && isWord(second, "OR") && isWord(third, "REPLACE"))) {
    return { does: "It deletes rows that stand in the way of new ones." };
  }
  if (!isWord(verb, "UPDATE")) return undefined;
  const table = nameOf(isWord(second, "OR") ? fourth : second);
  const written = columnsSet(outer);
  const fills = written.length > 0 && written.every((column) => columns.has(`${table}.${column}`));
  if (fills || tables.has(table) || chooses(tokens)) return undefined;
  return { does: `It overwrites every row of ${table}.` };
}

/** The columns of `SET a = …, b = …`; none where it is written otherwise. */
function columnsSet(outer: readonly Token[]): string[] {
  const set = outer.findIndex((token) => isWord(token, "SET"));
  const end = outer.findIndex((token, i) => i > set && isWord(token, "WHERE", "FROM", "RETURNING"));
  const assignments = outer.slice(set + 1, end < 0 ? undefined : end);
  return assignments.flatMap((token, i) => {
    const starts = i === 0 || isSign(assignments[i - 1], ",");
    return starts && isSign(assignments[i + 1], "=") ? [nameOf(token)] : [];
  });
}

/** Whether a WHERE of the statement itself looks at the row. */
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
