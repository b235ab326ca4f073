import { describe, expect, it } from "vitest";
import { EngineError } from "../errors.ts";
import type { Tuple } from "../tuple.ts";
import { formatCsv } from "../tuple-file/export.ts";
import { type RowProblem, type RowVerdict, readTupleFile } from "../tuple-file/tuple-reader.ts";
import { CsvReader, parseCsv } from "./reader.ts";

const HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id";

function problemsOf(text: string, judge?: (tuple: Tuple) => RowVerdict): readonly RowProblem[] {
  try {
    parseCsv(text, judge);
  } catch (error) {
    if (error instanceof EngineError && error.code === "invalid_csv") return error.details.problems as RowProblem[];
    throw error;
  }
  throw new Error("The file was taken.");
}

function tuplesIn(text: string): Tuple[] {
  return [...parseCsv(text).tuples()];
}

const anne: Tuple = {
  subjectType: "user",
  subjectId: "anne",
  subjectRelation: "",
  relation: "reader",
  objectType: "doc",
  objectId: "1",
};

describe("reading", () => {
  it.each([
    ["our own header", `${HEADER}\nuser,anne,,reader,doc,1\n`],
    ["the five columns", "subject_type,subject_id,relation,object_type,object_id\nuser,anne,reader,doc,1\n"],
    ["OpenFGA's header", "user_type,user_id,user_relation,relation,object_type,object_id\nuser,anne,,reader,doc,1"],
    ["columns in another order", "object_id,object_type,relation,subject_id,subject_type\n1,doc,reader,anne,user\n"],
    ["CRLF", `${HEADER}\r\nuser,anne,,reader,doc,1\r\n`],
    ["a byte order mark", `\ufeff${HEADER}\nuser,anne,,reader,doc,1\n`],
    ["blank lines", `${HEADER}\n\nuser,anne,,reader,doc,1\n\n`],
    ["quotes that are not needed", `${HEADER}\n"user","anne",,"reader","doc","1"\n`],
    ["no line end at the end", `${HEADER}\nuser,anne,,reader,doc,1`],
  ])("reads %s", (_, text) => {
    expect(tuplesIn(text)).toEqual([anne]);
  });

  it("reads a userset from its own column or after #", () => {
    const own = tuplesIn(`${HEADER}\nteam,eng,member,reader,doc,1\n`);
    const behind = tuplesIn("subject_type,subject_id,relation,object_type,object_id\nteam,eng#member,reader,doc,1\n");
    expect(own).toEqual([{ ...anne, subjectType: "team", subjectId: "eng", subjectRelation: "member" }]);
    expect(behind).toEqual(own);
  });

  it("reads quotes and commas inside quotes", () => {
    const [tuple] = tuplesIn(`${HEADER}\nuser,"a""b,c",,reader,doc,1\n`);
    expect(tuple?.subjectId).toBe('a"b,c');
  });
});

describe("condition, context and expiry", () => {
  const TERMS = `${HEADER},condition,context,expires_at`;

  it("reads a condition, its context with keys in any order, and an expiry", () => {
    const csv = `${TERMS}\nuser,anne,,reader,doc,1,ifX,"{""b"": 1, ""a"": [true]}",2030-01-31T12:00:00Z\n`;
    const tuple = { ...anne, condition: "ifX", context: '{"a":[true],"b":1}', expiresAt: 1896091200 };
    expect(tuplesIn(csv)).toEqual([tuple]);
    expect(formatCsv([tuple])).toBe(
      `${TERMS}\nuser,anne,,reader,doc,1,ifX,"{""a"":[true],""b"":1}",2030-01-31T12:00:00Z\n`,
    );
  });

  it.each([
    ["1", 1],
    ["1970-01-01T00:00:01Z", 1],
    ["2106-02-07T06:28:15Z", 4294967295],
    ["4294967295", 4294967295],
  ])("reads %s, the first or last second that can be stored, and writes the same time", (time, expiresAt) => {
    const tuples = tuplesIn(`${TERMS}\nuser,anne,,reader,doc,1,,,${time}\n`);
    expect(tuples).toEqual([{ ...anne, expiresAt }]);
    expect(tuplesIn(formatCsv(tuples))).toEqual(tuples);
  });

  it("reads seconds since 1970, and OpenFGA's column names", () => {
    const csv = "user_type,user_id,relation,object_type,object_id,condition_name,condition_context,expires_at\n";
    expect(tuplesIn(`${csv}user,anne,reader,doc,1,ifX,,1896091200\n`)).toEqual([
      { ...anne, condition: "ifX", expiresAt: 1896091200 },
    ]);
  });

  it("writes optional columns only if a tuple uses them", () => {
    expect(formatCsv([anne, { ...anne, subjectId: "bob", expiresAt: 1 }])).toBe(
      `${HEADER},expires_at\nuser,anne,,reader,doc,1,\nuser,bob,,reader,doc,1,1970-01-01T00:00:01Z\n`,
    );
    expect(formatCsv([{ ...anne, condition: "ifX" }])).toBe(`${HEADER},condition\nuser,anne,,reader,doc,1,ifX\n`);
  });

  it.each([
    ["a context without a condition", 'user,anne,,reader,doc,1,,"{}",', "no condition"],
    ["a context that is no object", "user,anne,,reader,doc,1,ifX,[],", "not a JSON object"],
    ["a context that is no JSON", "user,anne,,reader,doc,1,ifX,{,", "not a JSON object"],
    ["a time in words", "user,anne,,reader,doc,1,,,tomorrow", 'expires_at "tomorrow" is not a time in UTC'],
    ["seconds with a zero before them", "user,anne,,reader,doc,1,,,099999999999999", "is not a time in UTC"],
    ["a time that is none", "user,anne,,reader,doc,1,,,2030-13-31T12:00:00Z", "is not a time in UTC"],
    ["a day that is none", "user,anne,,reader,doc,1,,,2030-02-31T12:00:00Z", "is not a time in UTC"],
    [
      "a fraction of a second",
      "user,anne,,reader,doc,1,,,2030-01-31T12:00:00.5Z",
      "is not a time in UTC to the second",
    ],
    ...["0", "-1", "4294967296", "9999999999", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
      .concat("2106-02-07T06:28:16Z", "9999-12-31T23:59:59Z", "-99999999999999", "999999999999999")
      .map((time) => [
        `${time} as a time to expire at, naming the range`,
        `user,anne,,reader,doc,1,,,${time}`,
        "is out of range: it ranges from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Leave it empty for a tuple that never",
      ]),
  ])("refuses %s", (_, row, reason) => {
    expect(problemsOf(`${TERMS}\n${row}\n`)).toEqual([{ line: 2, reason: expect.stringContaining(reason) }]);
  });

  const END = ",,2030-01-31T12:00:00Z";
  it.each<[string, string[], RowProblem[]]>([
    [
      "with an end and without",
      ["a,,,", `a,${END}`],
      [{ line: 3, reason: "user:a reader doc:1 is already in line 2 with another condition, context or expiry." }],
    ],
    [
      "with a condition and without",
      ["a,ifX,,", "a,,,"],
      [{ line: 3, reason: "user:a reader doc:1 is already in line 2 with another condition, context or expiry." }],
    ],
    ["with two contexts", ['a,ifX,"{""x"":1}",', 'a,ifX,"{""x"":2}",'], [{ line: 3, reason: expect.any(String) }]],
    ["with two ends", ["a,,,1", "a,,,2"], [{ line: 3, reason: expect.any(String) }]],
    ["with two conditions", ["a,ifX,,", "a,ifY,,"], [{ line: 3, reason: expect.any(String) }]],
    [
      "among repeats",
      ["a,,,", "a,,,", "b,,,", `a,${END}`, "a,,,", `a,${END}`],
      [5, 7].map((line) => ({ line, reason: expect.stringContaining("in line 2") })),
    ],
    [
      "for everyone",
      ["*,,,", "*,ifX,,"],
      [{ line: 3, reason: "user:* reader doc:1 is already in line 2 with another condition, context or expiry." }],
    ],
    [
      "of several facts",
      ["a,,,", "b,,,", "b,ifX,,", "a,ifX,,"],
      [4, 5].map((line) => ({ line, reason: expect.any(String) })),
    ],
  ])(
    "refuses a fact with different conditions, contexts or expiries, and reports the lines: %s",
    (_, rows, problems) => {
      const text = `${TERMS}\n${rows.map((row) => `user,${row.replace(",", ",,reader,doc,1,")}\n`).join("")}`;
      expect(problemsOf(text)).toEqual(problems);
    },
  );

  it("finds the lines of conflicting facts in a file of any size, in pieces", () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, i) => `user,u${i % 2_500},,reader,doc,1,${i < 2_500 ? "" : "ifX"},,\n`,
    );
    const bytes = new TextEncoder().encode(`\ufeff${TERMS}\n${rows.join("")}`);
    const reader = new CsvReader();
    const push = () => {
      for (let at = 0; at < bytes.length; at += 1_000) reader.push(bytes.slice(at, at + 1_000));
    };
    push();
    expect(reader.needsSecondPass()).toBe(true);
    push();
    expect(() => reader.finish()).toThrow(/^Line 2502: user:u0 reader doc:1 is already in line 2 .* \(and 499 more\)$/);
  });

  it("accepts repeated rows with the same condition, context and expiry, and reads them once", () => {
    const row = 'user,a,,reader,doc,1,ifX,"{""x"":1}",2030-01-31T12:00:00Z\n';
    const reader = new CsvReader();
    expect(readTupleFile(`${TERMS}\n${row}user,b,,reader,doc,1,,,\n${row}`, reader).size).toBe(2);
    expect(reader.needsSecondPass()).toBe(false);
  });
});

describe("refuses, and reports the line", () => {
  it.each([
    ["an empty file", "", 1, "empty"],
    [
      "an unknown column",
      "subject_type,colour\n",
      1,
      'Unknown column "colour"; the columns are subject_type,subject_id,',
    ],
    ["OpenFGA's tuples in three columns", "user,relation,object\n", 1, "write type and id in columns of their own"],
    [
      "semicolons",
      "subject_type;subject_id;relation\n",
      1,
      "The fields are separated by semicolons: separate them by commas.",
    ],
    ["tabs", "subject_type\tsubject_id\trelation\n", 1, "The fields are separated by tabs: separate them by commas."],
    ["vertical bars", "subject_type|subject_id|relation\n", 1, "separated by vertical bars: separate them by commas."],
    ["a column with a long name", `${"x".repeat(1_000)}\n`, 1, `"${"x".repeat(60)}…"`],
    ["a missing column", "subject_type,subject_id,relation,object_type\n", 1, "object_id is missing"],
    ["a column twice", `${HEADER},relation\n`, 1, "relation appears twice"],
    ["too few fields", `${HEADER}\nuser,anne,,reader,doc,1\nuser,anne\n`, 3, "2 fields where the header has 6"],
    ["too many fields", `${HEADER}\nuser,anne,,reader,doc,1,x\n`, 2, "7 fields"],
    ["an empty id", `${HEADER}\nuser,,,reader,doc,1\n`, 2, "the id is empty"],
    ["white space in an id", `${HEADER}\nuser, anne,,reader,doc,1\n`, 2, "white space"],
    ["a colon in a type", `${HEADER}\nus:er,anne,,reader,doc,1\n`, 2, "colon in its type"],
    ["a wildcard as the object", `${HEADER}\nuser,anne,,reader,doc,*\n`, 2, "not a wildcard"],
    ["a wildcard with a relation", `${HEADER}\nteam,*,member,reader,doc,1\n`, 2, "wildcard has no relation"],
    ["a quote in the middle", `${HEADER}\nuser,an"ne,,reader,doc,1\n`, 2, "quote inside a field"],
    ["text after a quote", `${HEADER}\nuser,"an"ne,,reader,doc,1\n`, 2, "after its closing quote"],
    ["a quote that never ends", `${HEADER}\nuser,"anne,,reader,doc,1\n`, 2, "no end"],
    ["a userset named twice", `${HEADER}\nteam,eng#member,member,reader,doc,1\n`, 2, "after # is not a relation"],
  ])("%s", (_, text, line, reason) => {
    expect(problemsOf(text)).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  it("counts line breaks inside quotes", () => {
    const text = `${HEADER}\n"user\n","anne",,reader,doc,1\nuser,bob,,reader,doc\n`;
    expect(problemsOf(text).map((problem) => problem.line)).toEqual([2, 4]);
  });

  it("reports the first hundred invalid lines and the number of all", () => {
    const text = `${HEADER}\n${"user,,,reader,doc,1\n".repeat(150)}`;
    expect(problemsOf(text)).toHaveLength(100);
    expect(() => parseCsv(text)).toThrow(/and 149 more/);
  });

  it("reports the rows that the judge refuses", () => {
    const judge = ({ relation }: Tuple): RowVerdict => {
      if (relation === "owner") throw new EngineError("unknown_relation", "Type doc has no relation owner.");
      return "allowed";
    };
    const text = `${HEADER}\nuser,anne,,reader,doc,1\nuser,anne,,owner,doc,1\n`;
    expect(problemsOf(text, judge)).toEqual([{ line: 3, reason: "Type doc has no relation owner." }]);
  });

  it("judges each row that the model doesn't allow, stores or drops it, and counts the dropped rows", () => {
    const judged: string[] = [];
    const judge = ({ relation, subjectId }: Tuple): RowVerdict => {
      judged.push(subjectId);
      return relation === "reader" ? "allowed" : relation === "old" ? "ineffective" : "dropped";
    };
    const rows = ["a,,reader", "b,,reader", "c,,old", "d,,old", "e,,gone", "f,,gone"];
    const reader = new CsvReader(judge);
    const graph = readTupleFile(`${HEADER}\n${rows.map((row) => `user,${row},doc,1\n`).join("")}`, reader);
    expect([...graph.tuples()].map(({ subjectId }) => subjectId)).toEqual(["a", "b", "c", "d"]);
    expect([reader.rows, reader.dropped]).toEqual([4, 2]);
    expect(judged).toEqual(["a", "c", "d", "e", "f"]);
  });

  it("accepts at most a thousand kinds of rows that the model doesn't allow", () => {
    const rows = (count: number) => Array.from({ length: count }, (_, i) => `user,a,,r${i},doc,1\n`).join("");
    const keep = (): RowVerdict => "ineffective";
    expect(parseCsv(`${HEADER}\n${rows(1_000)}`, keep).size).toBe(1_000);
    expect(problemsOf(`${HEADER}\n${rows(1_001)}`, keep)).toEqual([
      { line: 1_002, reason: "Rows that the model does not allow are of more than 1000 kinds." },
    ]);
  });

  it("warns about an id that repeats its type, and reads it as written", () => {
    const reader = new CsvReader();
    const text = `${HEADER}\nuser,user:anne,,reader,doc,1\nuser,bob,,reader,doc,doc:2\nuser,u:eve,,reader,doc,1\n`;
    const [anne] = readTupleFile(text, reader).tuples();
    expect(anne?.subjectId).toBe("user:anne");
    expect(reader.warnings).toEqual([
      { line: 2, reason: "subject_id user:anne repeats its type: the row is read as user:user:anne." },
      { line: 3, reason: "object_id doc:2 repeats its type: the row is read as doc:doc:2." },
    ]);
  });
});

describe("in pieces", () => {
  const file = `\ufeff${HEADER}\r\nuser,anne,,reader,doc,1\n\nuser,"a""b,\u00e9",,reader,doc,2\r\nteam,eng,member,reader,doc,1\nuser,*,,reader,doc,1\nuser,*,,reader,doc,2\nuser,bob,,reader,doc,2`;

  it.each([1, 2, 3, 7, 64])("reads the same tuples from pieces of %i bytes", (size) => {
    const bytes = new TextEncoder().encode(file);
    const reader = new CsvReader();
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
    expect(formatCsv(reader.finish().tuples())).toBe(formatCsv(parseCsv(file).tuples()));
    expect(reader.rows).toBe(6);
  });

  it("judges every tuple with a condition or expiry, and one tuple of each other kind", () => {
    const judged: string[] = [];
    const rows = [
      "user,anne,,reader,doc,1,",
      "user,bob,,reader,doc,1,",
      "user,*,,reader,doc,1,",
      "user,eve,,reader,doc,1,ifX",
    ];
    parseCsv(`${HEADER},condition\n${rows.join("\n")}`, ({ subjectId }) => {
      judged.push(subjectId);
      return "allowed";
    });
    expect(judged).toEqual(["anne", "*", "eve"]);
  });

  it("doesn't buffer a file with an unclosed quote", () => {
    const reader = new CsvReader();
    reader.push(new TextEncoder().encode(`${HEADER}\n"`));
    for (let i = 0; i < 3; i++) reader.push(new Uint8Array(600_000).fill(0x61));
    expect(() => reader.finish()).toThrow("Line 2: The row is longer than 1000000 bytes.");
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["nothing", ""],
  ])("limits a row by its length, wherever the pieces of its file end: a row that ends with %s", (_, end) => {
    const [start, close] = ['user,spaced,,reader,doc,1,ifX,"{""x"":1', '}"'];
    const row = (bytes: number) => `${start}${" ".repeat(bytes - start.length - close.length)}${close}${end}`;
    const read = (bytes: number, piece: number) => {
      const reader = new CsvReader();
      const file = new TextEncoder().encode(`${HEADER},condition,context\n${row(bytes)}`);
      for (let at = 0; at < file.length; at += piece) reader.push(file.subarray(at, at + piece));
      return reader.finish();
    };
    for (const piece of [65_536, 999_999, 1_000_000, 1_000_050, 1_000_090, 5_000_000]) {
      expect(read(1_000_000, piece).size).toBe(1);
      for (const bytes of [1_000_001, 1_000_002, 1_000_100]) {
        expect(() => read(bytes, piece)).toThrow(/^Line 2: The row is longer than 1000000 bytes\.$/);
      }
    }
  });

  it("refuses invalid UTF-8, and an id that is too long", () => {
    const reader = new CsvReader();
    reader.push(new TextEncoder().encode(`${HEADER}\nuser,`));
    reader.push(Uint8Array.of(0xff));
    reader.push(new TextEncoder().encode(`,,reader,doc,1\nuser,${"a".repeat(513)},,reader,doc,1`));
    expect(() => reader.finish()).toThrow("Line 2: The row is not valid UTF-8. (and 1 more)");
  });

  it("refuses text that isn't well-formed Unicode, and reports the line", () => {
    for (const id of ["a\ud800", "\udfffa"]) {
      const text = `${HEADER}\nuser,b,,reader,doc,1\nuser,${id},,reader,doc,1\n`;
      expect(problemsOf(text)).toEqual([{ line: 3, reason: "The row is not well-formed Unicode." }]);
    }
    expect(tuplesIn(`${HEADER}\nuser,😀\ufffd,,reader,doc,1\n`)[0]?.subjectId).toBe("😀\ufffd");
  });

  it.each([
    ["text", '{"x":"\\ud800"}'],
    ["a name", '{"\\udc00":1}'],
    ["a list", '{"x":["\\\\","\\udfff"]}'],
  ])(
    "refuses a context in which %s is not well-formed Unicode, also where a row may stay without effect",
    (_, context) => {
      const text = `${HEADER},condition,context\nuser,anne,,reader,doc,1,c,"${context.replaceAll('"', '""')}"\n`;
      const keep = (): RowVerdict => "ineffective";
      for (const judge of [undefined, keep]) {
        expect(problemsOf(text, judge)).toEqual([
          { line: 2, reason: "The context has text that is not well-formed Unicode." },
        ]);
      }
    },
  );

  it.each(["1e400", '{"y":[-1e999]}'])("refuses a context with the number %s, which would be stored as null", (x) => {
    const context = `{"x":${x}}`.replaceAll('"', '""');
    expect(problemsOf(`${HEADER},condition,context\nuser,anne,,reader,doc,1,c,"${context}"\n`)).toEqual([
      { line: 2, reason: "The context has a number beyond what 64-bit floating point holds." },
    ]);
  });

  it("distinguishes ids that differ only in their bytes", () => {
    const ids = ["e\u0301", "\u00e9", "\ufeffa", "a", "A", "a:b", "team"];
    const csv = `${HEADER}\n${ids.map((id) => `user,${id},,reader,doc,1`).join("\n")}`;
    expect(tuplesIn(csv).map(({ subjectId }) => subjectId)).toEqual(ids);
  });
});

describe("writing", () => {
  it("sorts rows by bytes, field by field, and omits repeated ones", () => {
    const bob = { ...anne, subjectId: "bob" };
    const upper = { ...anne, subjectId: "Bob" };
    const team = { ...anne, subjectType: "team", subjectId: "eng", subjectRelation: "member" };
    expect(formatCsv([bob, team, anne, upper, anne])).toBe(
      `${HEADER}\nteam,eng,member,reader,doc,1\nuser,Bob,,reader,doc,1\nuser,anne,,reader,doc,1\nuser,bob,,reader,doc,1\n`,
    );
  });

  it("quotes fields only if necessary", () => {
    const csv = formatCsv([
      { ...anne, subjectId: 'a"b' },
      { ...anne, subjectId: "a,b" },
    ]);
    expect(csv).toBe(`${HEADER}\nuser,"a""b",,reader,doc,1\nuser,"a,b",,reader,doc,1\n`);
  });

  it("writes only the header for an empty graph", () => {
    expect(formatCsv([])).toBe(`${HEADER}\n`);
    expect(tuplesIn(formatCsv([]))).toEqual([]);
  });
});
