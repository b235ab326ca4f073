import { describe, expect, it } from "vitest";
import { checkMigrations, type Migration } from "./migration-rules.ts";

const expanded: Migration = { name: "0001_expand.sql", sql: "ALTER TABLE t ADD b text;" };
const check = (sql: string, applied: readonly string[] = [], others: readonly Migration[] = [expanded]) =>
  checkMigrations([{ name: "0002_x.sql", sql }, ...others], { applied: new Set(applied) });

const REVIEW = 'Read what becomes of the rows that are there, and say why it may in a line "-- reviewed: …".';
const NAME_IT = 'name what stopped its use in a line "-- contracts: <migration or version>".';

describe("what loses data is refused until somebody says why it may", () => {
  it.each(["-- reviewed: nobody reads them", "DELETE FROM t; -- reviewed:  nobody reads them"])("with %s", (mark) => {
    expect(check(`${mark}\nDELETE FROM t;`)).toEqual([]);
  });

  it.each([
    "",
    "-- reviewed:",
    "-- reviewed: ",
    "-- reviewed",
    "-- not reviewed: yet",
    "SELECT '-- reviewed: yes';",
    "SELECT '\n-- reviewed: yes\n';",
    "/*\n-- reviewed: yes\n*/",
    'SELECT "\n-- reviewed: yes\n";',
  ])("and not with %j", (mark) => {
    const line = mark.split("\n").length + 1;
    expect(check(`${mark}\nDELETE FROM t;`)).toEqual([
      { file: "0002_x.sql", line, message: `It deletes rows. ${REVIEW}` },
    ]);
  });
});

describe("what contracts names what expanded before", () => {
  const drop = (mark: string) => `-- reviewed: b has it\n${mark}\nALTER TABLE t DROP COLUMN a;`;
  const does = "It drops a column of t, and what is in it.";
  const before = ["0000_initial.sql", "0001_expand.sql"];

  it.each(["0001_expand", "0001_expand.sql, whose Worker writes b", "v1.4.0", "1.4"])("such as %s", (mark) => {
    expect(check(drop(`-- contracts: ${mark}`), before)).toEqual([]);
  });

  it.each([
    ["", `The Worker that runs meanwhile must not need it: ${NAME_IT}`],
    ["-- contracts:", `The Worker that runs meanwhile must not need it: ${NAME_IT}`],
    ["-- contracts: 0003_later", `"0003_later" is no version and no earlier migration: ${NAME_IT}`],
    ["-- contracts: 0002_x", `"0002_x" is no version and no earlier migration: ${NAME_IT}`],
    ["-- contracts: yes", `"yes" is no version and no earlier migration: ${NAME_IT}`],
    ["-- contracts: nothing, really", `"nothing" is no version and no earlier migration: ${NAME_IT}`],
  ])("and not %j", (mark, next) => {
    const later = { name: "0003_later.sql", sql: "" };
    expect(check(drop(mark), before, [expanded, later])).toEqual([
      { file: "0002_x.sql", line: 3, message: `${does} ${next}` },
    ]);
  });

  it("which has been released: the Worker that runs may need the old until then", () => {
    const next =
      "0001_expand, which it contracts, is not applied yet, so the Worker that runs may still need it: release that first.";
    expect(check(drop("-- contracts: 0001_expand"), ["0000_initial.sql"])).toEqual([
      { file: "0002_x.sql", line: 3, message: `${does} ${next}` },
    ]);
  });

  it("unless the database is only being made", () => {
    expect(check(drop("-- contracts: 0001_expand"), [])).toEqual([]);
  });

  it("beside the review", () => {
    expect(check("ALTER TABLE t DROP COLUMN a").map(({ message }) => message)).toEqual([
      `${does} ${REVIEW}`,
      `${does} The Worker that runs meanwhile must not need it: ${NAME_IT}`,
    ]);
  });

  const anew = "-- reviewed: it copies all\nCREATE TABLE __new_t (a);DROP TABLE t;ALTER TABLE __new_t RENAME TO t;";

  it("or says why it takes nothing, where a table is made anew", () => {
    expect(check(`-- contracts: nothing, a is as it was\n${anew}`)).toEqual([]);
    expect(check(`-- contracts: nothing\n${anew}`)).toHaveLength(1);
    expect(check(anew)).toHaveLength(1);
  });
});

it("nothing cascades, whatever is said of it", () => {
  const sql = "-- reviewed: yes\n-- contracts: v1.0\nCREATE TABLE t (a REFERENCES u(id) ON DELETE CASCADE);";
  const message = "It has rows of one table act on another's. Leave that out, and have the code do it first.";
  expect(check(sql)).toEqual([{ file: "0002_x.sql", line: 3, message }]);
});

it("what is applied is not looked at, but for what it made unique", () => {
  const made = { name: "0000_initial.sql", sql: "DROP TABLE old; CREATE UNIQUE INDEX t_a ON t (a);" };
  const found = check("DROP INDEX t_a", [made.name], [made, expanded]);
  expect(found).toEqual([
    { file: "0002_x.sql", line: 1, message: `It lets rows be alike that t_a keeps apart. ${REVIEW}` },
  ]);
});
