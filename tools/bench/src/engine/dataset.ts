import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { ModelDefinition } from "@cf-auth/engine";
import { seeds } from "@cf-auth/seeds";
import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { CSV_HEADER, DRIVE_MODEL, driveRows } from "./drive-graph.ts";

/** A graph to measure on. */
export interface Dataset {
  /** As it stands in the names of results. */
  readonly name: string;
  readonly tuples: number;
  /** In OpenFGA's language. */
  readonly model: string;
  /** A file of rows without quotes. */
  readonly csv: string;
  /** Questions with their answers, where the dataset brings any. */
  readonly checks: string | undefined;
  /** What lists are asked for: who has the relation to which kind of object. */
  readonly relation: string;
  readonly objectType: string;
}

export const SIZES = [7624, 100_000, 1_000_000, 3_000_000];

/** The dataset with so many tuples, generated into the folder unless it is the seed. */
export async function makeDataset(tuples: number, folder: string): Promise<Dataset> {
  if (tuples === SIZES[0]) return KUBERNETES;
  const csv = join(folder, `drive-${tuples}.csv`);
  await pipeline(Readable.from(pieces(tuples)), createWriteStream(csv));
  const name = `drive ${tuples.toLocaleString("en")}`;
  return { name, tuples, model: DRIVE_MODEL, csv, checks: undefined, relation: "viewer", objectType: "doc" };
}

export function definitionOf({ model }: Pick<Dataset, "model">): ModelDefinition {
  return transformDSLToJSONObject(model) as ModelDefinition; // The library's own JSON form.
}

export const KUBERNETES: Dataset = {
  name: "kubernetes 7,624",
  tuples: 7624,
  model: readFileSync(seeds.kubernetes.model, "utf8"),
  csv: fileURLToPath(seeds.kubernetes.graph),
  checks: fileURLToPath(seeds.kubernetes.checks),
  relation: "read",
  objectType: "repo",
};

const ROWS_A_PIECE = 1000;

function* pieces(tuples: number): Generator<string> {
  let piece = [CSV_HEADER];
  for (const row of driveRows(tuples)) {
    piece.push(row);
    if (piece.length < ROWS_A_PIECE) continue;
    yield `${piece.join("\n")}\n`;
    piece = [];
  }
  yield piece.map((row) => `${row}\n`).join("");
}
