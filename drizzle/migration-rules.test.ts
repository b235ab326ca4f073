import { describe, expect, it } from "vitest";
import { checkMigrations, type Migration } from "./migration-rules.ts";

const expanded: Migration = { name: "0001_expand.sql", sql: "ALTER TABLE t ADD b text;" };
const check = (sql: string, applied: readonly string[] = [], others: readonly Migration[] = [expanded]) =>
  checkMigrations([{ name: "0002_x.sql", sql }, ...others], { applied: new Set(applied) });

const REVIEW = 'Check its effect on existing rows, and give the reason in a line "-- reviewed: <reason>".';
const NAME_RELEASE = 'name the release that stopped its use in a line "-- contracts: <migration or version>".';

describe("a statement that loses data is refused without a review", () => {
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

describe("a contraction must name the release that stopped the use", () => {
  const drop = (mark: string) => `-- reviewed: b has it\n${mark}\nALTER TABLE t DROP COLUMN a;`;
  const does = "It drops a column of t and its data.";
  const before = ["0000_initial.sql", "0001_expand.sql"];

  it.each(["0001_expand", "0001_expand.sql, whose Worker writes b", "v1.4.0", "1.4"])("such as %s", (mark) => {
    expect(check(drop(`-- contracts: ${mark}`), before)).toEqual([]);
  });

  it.each([
    ["", `The running Worker must not need it: ${NAME_RELEASE}`],
    ["-- contracts:", `The running Worker must not need it: ${NAME_RELEASE}`],
    ["-- contracts: 0003_later", `"0003_later" is neither a version nor an earlier migration: ${NAME_RELEASE}`],
    ["-- contracts: 0002_x", `"0002_x" is neither a version nor an earlier migration: ${NAME_RELEASE}`],
    ["-- contracts: yes", `"yes" is neither a version nor an earlier migration: ${NAME_RELEASE}`],
    ["-- contracts: nothing, really", `"nothing" is neither a version nor an earlier migration: ${NAME_RELEASE}`],
  ])("and not %j", (mark, next) => {
    const later = { name: "0003_later.sql", sql: "" };
    expect(check(drop(mark), before, [expanded, later])).toEqual([
      { file: "0002_x.sql", line: 3, message: `${does} ${next}` },
    ]);
  });

  it("that has been applied: until then the running Worker may need the old schema", () => {
    const next =
      "0001_expand isn't applied yet, so the running Worker may still need what this removes: release it first.";
    expect(check(drop("-- contracts: 0001_expand"), ["0000_initial.sql"])).toEqual([
      { file: "0002_x.sql", line: 3, message: `${does} ${next}` },
    ]);
  });

  it("unless the database is new", () => {
    expect(check(drop("-- contracts: 0001_expand"), [])).toEqual([]);
  });

  it("in addition to the review", () => {
    expect(check("ALTER TABLE t DROP COLUMN a").map(({ message }) => message)).toEqual([
      `${does} ${REVIEW}`,
      `${does} The running Worker must not need it: ${NAME_RELEASE}`,
    ]);
  });

  const rebuild = "-- reviewed: it copies all\nCREATE TABLE __new_t (a);DROP TABLE t;ALTER TABLE __new_t RENAME TO t;";

  it("or gives the reason why a rebuilt table loses nothing", () => {
    expect(check(`-- contracts: nothing, a is as it was\n${rebuild}`)).toEqual([]);
    expect(check(`-- contracts: nothing\n${rebuild}`)).toHaveLength(1);
    expect(check(rebuild)).toHaveLength(1);
  });
});

it("refuses cascades, even with a review", () => {
  const sql = "-- reviewed: yes\n-- contracts: v1.0\nCREATE TABLE t (a REFERENCES u(id) ON DELETE CASCADE);";
  const message =
    "It cascades from one table to another. Remove the cascade, and change the dependent rows in code first.";
  expect(check(sql)).toEqual([{ file: "0002_x.sql", line: 3, message }]);
});

it("ignores applied migrations, except for their unique indexes", () => {
  const made = { name: "0000_initial.sql", sql: "DROP TABLE old; CREATE UNIQUE INDEX t_a ON t (a);" };
  const found = check("DROP INDEX t_a", [made.name], [made, expanded]);
  expect(found).toEqual([{ file: "0002_x.sql", line: 1, message: `It drops the unique index t_a. ${REVIEW}` }]);
});
