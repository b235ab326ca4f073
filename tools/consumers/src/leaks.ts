import type { SecretWords } from "./secret-words.ts";

/** Patterns that must not be in any file of the package, with their meaning. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\bdrizzle\b/i, "the ORM of the server's database"],
  [/\bzod\b/i, "the validator of the server's inputs"],
  [/\bsuperjson\b/i, "a serializer whose registry of classes the SDK does without"],
  [/\bAppRouter\b/, "the router's type"],
  [/\bsqlite\w*|\bD1Database\b|\bDurableObject\w*/i, "the server's storage"],
  [/@cf-auth\/(?!client\b)[\w-]+/, "another package of the repository"],
  [/\bserver\/(?:src|test)\b/, "a path of the server's"],
  [/sourceMappingURL/, "a source map"],
  [/file:\/\/\/|(?:^|[\s"'`(])(?:\/(?:home|root|Users|tmp)\/|[A-Z]:\\\\?Users)/m, "a path of some machine"],
];

export interface Leak {
  readonly file: string;
  readonly line: number;
  readonly word: string;
  readonly what: string;
}

/** Words in the files that belong to the server or to this machine. */
export function findLeaks(files: ReadonlyMap<string, string>, words: SecretWords): Leak[] {
  return [...files].flatMap(([file, text]) => {
    let isOthers = false;
    return text.split("\n").flatMap((line, i) => {
      // The bundler's comments name each module's source. Third-party modules are skipped.
      if (MODULE.test(line)) isOthers = line.includes("node_modules/");
      const leaks = [...leaksIn(line, words), ...(isOthers ? [] : namesIn(line, words))];
      return leaks.map(([word, what]) => ({ file, line: i + 1, word, what }));
    });
  });
}

const MODULE = /^\s*\/\/ \S+\.\w+$/;

type Found = readonly [word: string, what: string];

function namesIn(line: string, { names }: SecretWords): Found[] {
  const found = (line.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => names.has(name));
  return found.map((name) => [name, "a name of the server's or of its database"]);
}

function leaksIn(line: string, { modules, folders }: SecretWords): Found[] {
  const patterns = PATTERNS.flatMap(([pattern, what]) => {
    const found = pattern.exec(line);
    return found === null ? [] : [[found[0].trim(), what] as const];
  });
  // Only as the end of a path: some are ordinary words with a hyphen.
  const paths = [...line.matchAll(/\/([a-z0-9]+(?:-[a-z0-9]+)+)(?=["'`]|\.[jt]s\b)/g)].map(([, name = ""]) => name);
  return [
    ...patterns,
    ...paths.filter((name) => modules.has(name)).map((name) => [name, "a module of the server's"] as const),
    ...folders.filter((folder) => line.includes(folder)).map((folder) => [folder, "a folder of this machine"] as const),
  ];
}
