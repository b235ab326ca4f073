import { describe, expect, it } from "vitest";
import { EngineError } from "../errors.ts";
import type { Tuple } from "../tuple.ts";
import { formatTuples } from "./export.ts";
import { tupleReader } from "./read.ts";
import type { ReadFormat } from "./tuple-format.ts";
import { type RowProblem, readTupleFile } from "./tuple-reader.ts";

const TUPLES: readonly Tuple[] = [
  tuple("user", "bob", "", "reader", "doc", "1", { expiresAt: 1896091200 }),
  tuple("team", "eng", "member", "reader", "doc", "1"),
  tuple("user", "*", "", "reader", "doc", "ü\u2028\ufeff\u0085"),
  tuple("user", 'a"b,c\\', "", "reader", "doc", "1", { condition: "late", context: '{"a":["é\\"\u2028"],"b":1}' }),
  tuple("user", "anne", "", "reader", "doc", "1", { condition: "late" }),
];

function tuple(
  subjectType: string,
  subjectId: string,
  subjectRelation: string,
  relation: string,
  objectType: string,
  objectId: string,
  rest: Partial<Tuple> = {},
): Tuple {
  return { subjectType, subjectId, subjectRelation, relation, objectType, objectId, ...rest };
}

/** The tuples of a text, read in pieces of this many bytes. */
function read(format: ReadFormat, text: string, size = Number.POSITIVE_INFINITY): Tuple[] {
  const bytes = new TextEncoder().encode(text);
  const reader = tupleReader(format);
  const push = () => {
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  };
  push();
  if (reader.needsSecondPass()) push();
  return [...reader.finish().tuples()];
}

function problemsOf(format: ReadFormat, text: string, size?: number): readonly RowProblem[] {
  try {
    read(format, text, size);
  } catch (error) {
    if (error instanceof EngineError && error.code === "invalid_tuple_file") {
      return error.details.problems as RowProblem[];
    }
    throw error;
  }
  throw new Error("The file was taken.");
}

const ANNE = '{"user":"user:anne","relation":"reader","object":"doc:1"}';
const BOB = '{"user":"user:bob","relation":"reader","object":"doc:1"}';
const anne = tuple("user", "anne", "", "reader", "doc", "1");
const bob = tuple("user", "bob", "", "reader", "doc", "1");

describe("canonical form", () => {
  it("writes JSONL, JSON and YAML in the order of the CSV", () => {
    const two = [TUPLES[0], TUPLES[4]] as Tuple[];
    const first = '{"user":"user:anne","relation":"reader","object":"doc:1","condition":{"name":"late"}}';
    const second = '{"user":"user:bob","relation":"reader","object":"doc:1","expires_at":"2030-01-31T12:00:00Z"}';
    expect(formatTuples(two, "jsonl")).toBe(`${first}\n${second}\n`);
    expect(formatTuples(two, "json")).toBe(`[\n${first},\n${second}\n]\n`);
    expect(formatTuples(two, "yaml")).toBe(
      `- user: "user:anne"\n  relation: "reader"\n  object: "doc:1"\n  condition:\n    name: "late"\n` +
        `- user: "user:bob"\n  relation: "reader"\n  object: "doc:1"\n  expires_at: "2030-01-31T12:00:00Z"\n`,
    );
  });

  it.each(["csv", "jsonl", "json"] as const)(
    "reads an export of %s in pieces of any length, byte for byte",
    (format) => {
      const text = formatTuples(TUPLES, format);
      for (const size of [1, 2, 3, 7, 64, text.length * 3]) {
        const reread = read(format, text, size);
        expect(reread).toHaveLength(TUPLES.length);
        expect(formatTuples(reread, format)).toBe(text);
        expect(formatTuples(reread, "csv")).toBe(formatTuples(TUPLES, "csv"));
      }
    },
  );

  it.each(["csv", "jsonl", "json"] as const)("reads an export of %s without tuples", (format) => {
    expect(read(format, formatTuples([], format))).toEqual([]);
  });
});

describe("what is accepted", () => {
  it.each([
    ["a list", "json", `[${ANNE},${BOB}]`],
    ["a list with a byte order mark and white space", "json", `\ufeff\r\n [ ${ANNE} ,\n\t${BOB} ]\n\n`],
    ["tuple_keys", "json", `{"tuple_keys":[${ANNE},${BOB}]}`],
    [
      "an answer of Read",
      "json",
      `{"tuples":[{"key":${ANNE},"timestamp":"x"},{"key":${BOB}}],"continuation_token":""}`,
    ],
    ["fields that are null", "json", `[${ANNE.replace("}", ',"condition":null,"expires_at":null}')},${BOB}]`],
    ["lines", "jsonl", `${ANNE}\n${BOB}`],
    ["lines that end in CRLF, empty ones, a byte order mark", "jsonl", `\ufeff\r\n${ANNE}\r\n\r\n${BOB}\r\n`],
    ["tuples that repeat", "jsonl", `${ANNE}\n${BOB}\n${ANNE}\n`],
  ] as const)("reads %s", (_, format, text) => {
    for (const size of [1, 5, 1000]) expect(read(format, text, size)).toEqual([anne, bob]);
  });

  it("reads an expiry as text or seconds, and takes an empty context for none", () => {
    const [text, seconds] = ['"2030-01-31T12:00:00Z"', "1896091200"].map((at) =>
      ANNE.replace("}", `,"expires_at":${at}}`),
    );
    expect(read("jsonl", `${text}\n${seconds}`)).toEqual([{ ...anne, expiresAt: 1896091200 }]);
    const empty = ANNE.replace("}", ',"condition":{"name":"late","context":{}}}');
    expect(read("jsonl", empty)).toEqual([{ ...anne, condition: "late" }]);
  });

  it("warns of a page of several", () => {
    const reader = tupleReader("json");
    readTupleFile(`{"tuples":[{"key":${ANNE}}],\n"continuation_token":"abc"}`, reader);
    expect(reader.warnings).toEqual([{ line: 2, reason: expect.stringContaining("one page of several") }]);
  });
});

describe("problems of rows", () => {
  const rows: [string, string, string][] = [
    ["an unknown field", ANNE.replace("user", "usr"), 'an unknown field "usr"'],
    ["a missing field", '{"user":"user:anne","object":"doc:1"}', "The field relation is missing."],
    ["a wrong type", ANNE.replace('"doc:1"', "1"), "The field object is not text."],
    ["an empty field", ANNE.replace("doc:1", ""), "The field object is not text."],
    ["a number for the row", "1", "The row is not an object."],
    ["a list for the row", "[]", "The row is not an object."],
    ["a field twice", ANNE.replace("}", ',"user":"user:eve"}'), 'The field "user" appears twice.'],
    ["a field twice, once escaped", ANNE.replace("}", ',"us\\u0065r":"user:eve"}'), 'The field "user" appears twice.'],
    ["a field of the context twice", withContext('{"a":{"b":1,"b":2}}'), 'The field "b" appears twice.'],
    ["a condition that is text", ANNE.replace("}", ',"condition":"late"}'), "The condition is not an object."],
    ["a condition without a name", ANNE.replace("}", ',"condition":{}}'), "The field condition.name is missing."],
    ["a context that is a list", withContext("[]"), "The context is not a JSON object."],
    ["a context that is too deep", withContext(`${'{"a":'.repeat(21)}1${"}".repeat(21)}`), "more than 20 levels"],
    ["a context that is too long", withContext(`{"a":"${"x".repeat(33_000)}"}`), "more than 32768 characters"],
    ["a number that is too large", withContext('{"a":1e999}'), "64-bit floating point"],
    ["half of a surrogate pair", ANNE.replace("anne", "\\ud800"), "the id is not valid Unicode"],
    [
      "an expiry in another time zone",
      ANNE.replace("}", ',"expires_at":"2030-01-31T12:00:00+01:00"}'),
      "is not a time in UTC",
    ],
    ["an expiry that is an object", ANNE.replace("}", ',"expires_at":{}}'), "expires_at is not text"],
    ["a malformed subject", ANNE.replace("user:anne", "anne"), "write it as type:id"],
    ["broken JSON", ANNE.replace(":", ";"), "The row is not valid JSON."],
    ["a bare word", "tru", "The row is not valid JSON."],
    ["a control character", ANNE.replace("anne", "\u0001"), "The row is not valid JSON."],
    ["a row that is too long", `"${"x".repeat(1_000_000)}"`, "longer than 1000000 bytes"],
  ];

  function withContext(context: string): string {
    return ANNE.replace("}", `,"condition":{"name":"late","context":${context}}}`);
  }

  it.each(rows)("reports %s with its line, in JSONL and JSON", (_, row, reason) => {
    const problem = { line: 3, reason: expect.stringContaining(reason) };
    expect(problemsOf("jsonl", `${BOB}\n\n${row}\n${ANNE}\n`)).toEqual([problem]);
    expect(problemsOf("json", `[${BOB},\n\n${row},${ANNE}]`)).toEqual([problem]);
    expect(problemsOf("json", `{"tuple_keys":[${BOB},\n\n${row},${ANNE}]}`, 4096)).toEqual([problem]);
  });

  it.each(["jsonl", "json"] as const)("reports bytes of %s that aren't UTF-8", (format) => {
    const reader = tupleReader(format);
    reader.push(new TextEncoder().encode(format === "json" ? "[\n" : "\n"));
    reader.push(Uint8Array.of(0x22, 0xff, 0x22));
    reader.push(new TextEncoder().encode(format === "json" ? "]" : "\n"));
    expect(() => reader.finish()).toThrow("Line 2: The row is not valid UTF-8.");
  });

  it.each(["jsonl", "json"] as const)("reports rows of %s that repeat a fact with another expiry", (format) => {
    const other = ANNE.replace("}", ',"expires_at":1896091200}');
    const text = format === "json" ? `[${ANNE},\n${BOB},\n${other}]` : `${ANNE}\n${BOB}\n${other}`;
    const reason = "user:anne reader doc:1 is already in line 1 with another condition, context or expiry.";
    for (const size of [1, 1000]) expect(problemsOf(format, text, size)).toEqual([{ line: 3, reason }]);
  });

  it("lists 100 problems and counts all", () => {
    const read = () => readTupleFile("{}\n".repeat(150), tupleReader("jsonl"));
    expect(read).toThrow(expect.objectContaining({ details: expect.objectContaining({ problemCount: 150 }) }));
    expect(problemsOf("jsonl", "{}\n".repeat(150))).toHaveLength(100);
  });
});

describe("problems of documents", () => {
  it.each([
    ["nothing", "", "The file is empty."],
    ["white space", " \n", "The file is empty."],
    ["text", '"abc"', "neither a list nor an object"],
    ["a list without an end", `[${ANNE}`, "ends before its list does"],
    ["a tuple without an end", '[{"user":', "ends before its list does"],
    ["two values without a comma", `[${ANNE} ${BOB}]`, "A comma or ] was expected."],
    ["a comma at the end", `[${ANNE},]`, "A value was expected."],
    ["a comma at the beginning", `[,${ANNE}]`, "A value was expected."],
    ["text behind the list", `[${ANNE}]\n]`, "Text follows the end of the document."],
    ["JSONL", `${ANNE}\n${BOB}`, "is JSONL"],
    ["an unknown field", `{"writes":[${ANNE}]}`, 'an unknown field "writes"'],
    ["an object without a list", "{}", "The document has no list"],
    ["a token alone", '{"continuation_token":""}', "The document has no list"],
    ["two lists", `{"tuple_keys":[],"tuples":[]}`, 'a second list or field "tuples"'],
    ["a list twice", `{"tuples":[],"tuples":[]}`, 'a second list or field "tuples"'],
    ["a list that is null", `{"tuples":null}`, "A list was expected."],
    ["a field without a colon", `{"tuples" []}`, "A colon was expected."],
    ["a field without quotes", `{tuples:[]}`, "The name of a field was expected."],
    ["a comma behind the list", `{"tuples":[],}`, "The name of a field was expected."],
    ["no comma behind the list", `{"tuples":[] "continuation_token":""}`, "A comma or } was expected."],
    ["a tuple of tuple_keys in tuples", `{"tuples":[${ANNE}]}`, 'an unknown field "user"'],
    ["CSV", "subject_type,subject_id\n", "neither a list nor an object"],
  ])("reports %s in JSON", (_, text, reason) => {
    for (const size of [1, 1000]) {
      expect(problemsOf("json", text, size)[0]?.reason).toContain(reason);
    }
  });

  it("reports an empty JSONL, which replaces nothing by accident", () => {
    expect(problemsOf("jsonl", "")).toEqual([{ line: 1, reason: expect.stringContaining("The file is empty.") }]);
  });
});

describe("odd inputs", () => {
  /** Any text either is refused with a typed error, or read the same in pieces of any length. */
  it.each(["csv", "jsonl", "json"] as const)(
    "reads or refuses any change of a file of %s in the same way",
    (format) => {
      const text = formatTuples(TUPLES, format);
      const inserts = ["", '"', "{", "}", "[", "]", ",", ":", "\\", "\n", "\u0000", "\ud83d\ude00", "null", "1e9"];
      const outcome = (changed: string, size: number) => {
        try {
          return formatTuples(read(format, changed, size), format);
        } catch (error) {
          if (error instanceof EngineError) return `${error.code}: ${error.message}`;
          throw error;
        }
      };
      for (let at = 0; at < text.length; at += 3) {
        const insert = inserts[at % inserts.length] ?? "";
        const changed = text.slice(0, at) + insert + text.slice(at + (at % 5));
        expect(outcome(changed, 1)).toBe(outcome(changed, 1000));
      }
    },
  );

  it("reads a million brackets in linear time and without recursion", () => {
    const brackets = "[".repeat(900_000);
    expect(problemsOf("jsonl", `${brackets}\n`)[0]?.reason).toContain("not valid JSON");
    expect(problemsOf("json", `[${brackets}`)[0]?.reason).toContain("ends before its list does");
    const nested = `${brackets}${"]".repeat(900_000)}`;
    expect(problemsOf("json", `[${nested}]`)[0]?.reason).toContain("longer than 1000000 bytes");
  });
});
