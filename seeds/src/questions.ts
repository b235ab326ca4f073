import { readFileSync } from "node:fs";

/** A question with its right answer. */
export interface Check {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly allowed: boolean;
}

export interface ListQuestions {
  readonly listObjects: readonly {
    readonly subject: string;
    readonly relation: string;
    readonly objectType: string;
    readonly objects: readonly string[];
  }[];
  readonly listSubjects: readonly {
    readonly object: string;
    readonly relation: string;
    readonly subjectType: string;
    readonly subjects: readonly string[];
  }[];
}

const HEADER = "subject,relation,object,allowed";

/** Reads `subject,relation,object,allowed`, a question a line. Throws on the first line of another form. */
export function readChecks(file: string | URL): Check[] {
  const [header, ...lines] = readFileSync(file, "utf8").split(/\r?\n/);
  if (header !== HEADER) throw new Error(`${file}: the first line has to be ${HEADER}`);
  return lines.flatMap((line, i) => {
    if (line === "") return [];
    const [subject, relation, object, allowed, ...more] = line.split(",");
    const answered = allowed === "true" || allowed === "false";
    if (!subject || !relation || !object || !answered || more.length > 0) {
      throw new Error(`${file}, line ${i + 2}: not of the form ${HEADER} with true or false at the end`);
    }
    return [{ subject, relation, object, allowed: allowed === "true" }];
  });
}

/** Reads list questions with their complete answers. Throws when the file has another form. */
export function readLists(file: string | URL): ListQuestions {
  const found: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof found !== "object" || found === null) throw new Error(`${file}: not a JSON object`);
  const { listObjects = [], listSubjects = [] } = found as Partial<ListQuestions>; // Each question is checked below.
  for (const question of listObjects)
    requireForm(file, question, ["subject", "relation", "objectType"], question.objects);
  for (const question of listSubjects)
    requireForm(file, question, ["object", "relation", "subjectType"], question.subjects);
  return { listObjects, listSubjects };
}

function requireForm(file: string | URL, question: object, texts: readonly string[], answers: unknown): void {
  const entries = Object.entries(question);
  const complete = texts.every((name) => entries.some(([key, value]) => key === name && typeof value === "string"));
  if (!complete || !Array.isArray(answers)) {
    throw new Error(`${file}: a question needs ${texts.join(", ")} and its answers, not ${JSON.stringify(question)}`);
  }
}
