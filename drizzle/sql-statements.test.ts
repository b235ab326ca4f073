import { describe, expect, it } from "vitest";
import { followed, nameAfter, readSql, topLevel } from "./sql-statements.ts";

const shown = (sql: string) =>
  readSql(sql).statements.map(
    ({ line, tokens }) => `${line}: ${tokens.map(({ kind, text }) => `${kind[0]}:${text}`).join(" ")}`,
  );

describe("readSql distinguishes", () => {
  it.each([
    ["keywords from names", "drop TABLE `Drop`", ["1: w:DROP w:TABLE n:Drop"]],
    ["names in each of SQLite's quotes", '"a""b" `c` [d e]', ['1: n:a""b n:c n:d e']],
    [
      "literals, with quotes and ends of statements in them",
      "'it''s; --' x'00' 1.5e3",
      ["1: l:'it''s; --' l:x'00' l:1.5e3"],
    ],
    ["statements by semicolons, and where they begin", "A;\n\n  B\n;;C", ["1: w:A", "3: w:B", "4: w:C"]],
    ["statements by drizzle's mark", "A\n--> statement-breakpoint\nB", ["1: w:A", "3: w:B"]],
    ["comments from what stands about them", "A -- B; C\nD /* E; -- F\n */ G", ["1: w:A w:D w:G"]],
    ["a comment that never ends", "A /* B", ["1: w:A"]],
    ["a literal that never ends", "A 'B; C", ["1: w:A l:'B; C"]],
    [
      "a trigger's body",
      "CREATE TRIGGER t AFTER INSERT ON u BEGIN\n  A;\n  B;\nEND;\nC",
      ["1: w:CREATE w:TRIGGER w:T w:AFTER w:INSERT w:ON w:U w:BEGIN", "2: w:A", "3: w:B", "4: w:END", "5: w:C"],
    ],
  ])("%s", (_, sql, statements) => {
    expect(shown(sql)).toEqual(statements);
  });

  it("line comments, which it returns", () => {
    const sql = "-- one\nA '-- no' -- two \n/* -- no */ `-- no`";
    expect(readSql(sql).comments).toEqual(["one", "two"]);
  });
});

describe("tokens", () => {
  const tokensOf = (sql: string) => readSql(sql).statements[0]?.tokens ?? [];

  it("are inside or outside of parentheses", () => {
    expect(topLevel(tokensOf("a (b (c) d) e")).map(({ text }) => text)).toEqual(["A", "E"]);
  });

  it("follow each other as keywords only", () => {
    expect(followed(tokensOf("x ON DELETE CASCADE"), "ON", "DELETE", "CASCADE")).toBe(true);
    expect(followed(tokensOf('x ON DELETE "CASCADE"'), "ON", "DELETE", "CASCADE")).toBe(false);
  });

  it("have the name after a word", () => {
    const names = ["CREATE TABLE Users (a)", "CREATE TABLE IF NOT EXISTS `users`", "CREATE TABLE 'users'"];
    expect(names.map((sql) => nameAfter(tokensOf(sql), "TABLE"))).toEqual(["users", "users", "users"]);
  });
});
