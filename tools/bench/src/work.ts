import { createHash } from "node:crypto";
import { compileModel, Engine, Graph, parseTuple, SLICE_WORK, tupleReader } from "@cf-auth/engine";
import { readModel } from "@cf-auth/model-language";
import { appRouter } from "@cf-auth/server/router";
import { WORK } from "@cf-auth/server/work";
import { median } from "./measure.ts";
import { type Result, result } from "./result.ts";

const ROUNDS = 9;
/** Target duration of a unit; at most twice that is accepted. */
const NANOSECONDS = 100;
/** Maximum work of a request without a pause, in units. */
const MAX_STRETCH = 1_000_000;

/** Work, and its number of counted units. */
interface Counted {
  readonly name: string;
  readonly units: number;
  readonly run: () => unknown;
}

/**
 * How long a unit of each kind of work takes, by the processor's time of this process, which others on the machine disturb
 * less than a clock; and how long is the most that may be done without a pause.
 */
export async function benchWork(): Promise<Result[]> {
  const all = [graph(), csv(), model(), parsed(), checked(), wrong(), looked(), hashed()];
  const found = all.map(({ name, units, run }) => ({ name, nanoseconds: perUnit(units, run) }));
  const slowest = Math.max(...found.map(({ nanoseconds }) => nanoseconds));
  return [
    ...found.map(({ name, nanoseconds }) =>
      result({ name: `a unit of ${name}`, value: nanoseconds, unit: "ns", reach: 2 * NANOSECONDS }),
    ),
    result({ name: "work without a pause, at most", value: (MAX_STRETCH * slowest) / 1e6, unit: "ms" }),
    result({
      name: "a slice of a tenant's graph",
      value: (SLICE_WORK * (found[0]?.nanoseconds ?? 0)) / 1e6,
      unit: "ms",
    }),
  ];
}

function perUnit(units: number, run: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    // The first one is a warm-up.
    if (round > 0) times.push(((user + system) * 1000) / units);
  }
  return median(times);
}

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
type doc
  relations
    define reader: [user, group#member]
    define barred: [user]
    define read: reader but not barred
`;

/** Checks of documents whose readers are groups in groups, with somebody who is in none of them. */
function graph(): Counted {
  const tuples = new Graph();
  for (let i = 0; i < 20_000; i++) {
    tuples.put(parseTuple({ subject: `user:u${i}`, relation: "member", object: `group:g${i % 500}` }));
    tuples.put(parseTuple({ subject: `group:g${i % 500}#member`, relation: "reader", object: `doc:d${i}` }));
    tuples.put(
      parseTuple({ subject: `group:g${i % 500}#member`, relation: "reader", object: `doc:d${(i * 7) % 100}` }),
    );
  }
  const engine = new Engine(compileModel(modelOf(MODEL)), tuples);
  const run = () => {
    let units = 0;
    for (let i = 0; i < 20_000; i++) {
      engine.check(`user:u${i}`, "read", `doc:d${i % 200}`);
      units += engine.lastWork;
    }
    return units;
  };
  return { name: "a graph", units: run(), run };
}

function csv(): Counted {
  const rows = Array.from({ length: 20_000 }, (_, i) => `user,u${i},,member,group,g${i % 500}`);
  const header = "subject_type,subject_id,subject_relation,relation,object_type,object_id";
  const bytes = new TextEncoder().encode([header, ...rows].join("\n"));
  const run = () => {
    const reader = tupleReader("csv", () => "allowed");
    reader.push(bytes);
    return reader.finish();
  };
  return { name: "CSV", units: bytes.length * WORK.csvByte, run };
}

function hashed(): Counted {
  const bytes = new Uint8Array(4_000_000);
  const run = () => createHash("sha256").update(bytes).digest();
  return { name: "bytes that are hashed", units: bytes.length * WORK.hashByte, run };
}

function model(): Counted {
  const relations = Array.from(
    { length: 2_000 },
    (_, i) => `    define r${i}: [user, group#member] or reader or barred`,
  );
  const text = `${MODEL}${relations.join("\n")}\n`;
  let steps = 0;
  for (const step of readModel(text)) steps += step;
  return { name: "a model", units: steps * WORK.modelStep, run: () => modelOf(text) };
}

function parsed(): Counted {
  const text = JSON.stringify(questions(8_000));
  return { name: "JSON, parsed", units: text.length * WORK.jsonByte, run: () => JSON.parse(text) };
}

/** As a check of a schema and of its texts' characters counts. */
function checked(): Counted {
  const input = { checks: questions(8_000) };
  const units = 8_000 * (WORK.check + 3 * (2 * WORK.check + 20 * WORK.character));
  return { name: "an input that is right", units, run: () => schemaOf("authz.batchCheck").safeParse(input) };
}

function wrong(): Counted {
  const input = { subject: "", relation: "", object: "", contextualTuples: Array(1_000).fill(0) };
  const units = 1_000 * WORK.issue;
  return { name: "an input that is wrong", units, run: () => schemaOf("authz.check").safeParse(input).error?.message };
}

function looked(): Counted {
  const values = questions(20_000);
  const look = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 1;
    return Object.entries(value).reduce((sum, [, part]) => sum + look(part), 1);
  };
  return { name: "values that are looked at", units: look(values) * WORK.value, run: () => look(values) };
}

function questions(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ subject: `user:u${i}`, relation: "read", object: `doc:d${i}` }));
}

function modelOf(text: string) {
  const reading = readModel(text);
  for (let step = reading.next(); ; step = reading.next()) if (step.done) return step.value.definition;
}

interface Schema {
  safeParse(input: unknown): { readonly error?: { readonly message: string } };
}

function schemaOf(path: string): Schema {
  // Flat at run time, by path; tRPC types it as nested.
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: Schema[] } }>;
  const [schema] = procedures[path]?._def.inputs ?? [];
  if (schema === undefined) throw new Error(`There is no ${path}.`);
  return schema;
}
