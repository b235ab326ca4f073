import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeService, testHome } from "../test/test-io.ts";
import { commandWords } from "./contract/command-words.ts";
import { isList, PROCEDURES, type Procedure } from "./contract/contract.ts";
import { type Field, fieldsOf } from "./contract/fields.ts";
import { createProgram, OWN_COMMANDS } from "./program.ts";

let home: ReturnType<typeof testHome>;
beforeAll(() => {
  home = testHome();
});
afterAll(() => home.remove());

const env = { CF_AUTH_URL: "https://auth.example.com", CF_AUTH_KEY: "sk_live_test", CF_AUTH_TENANT: "acme" };
const program = createProgram((command) => command.action(() => {}));

function leaves(command: Command, words: readonly string[] = []): string[] {
  if (command.commands.length === 0) return [words.join(" ")];
  return command.commands.flatMap((inner) => leaves(inner, [...words, inner.name()]));
}

/** A text that is valid for the field's flag, and its value in the input. */
function sample({ kind, choices, schema, isNullable }: Field): [text: string, value: unknown] {
  const [choice] = choices ?? [];
  if (choice !== undefined) return [choice, choice];
  if (kind === "integer") return ["7", 7];
  if (kind === "boolean") return isNullable ? ["false", false] : ["", true];
  if (kind === "json") return ['{"a":1}', { a: 1 }];
  const isTime = JSON.stringify(schema).includes('"date-time"');
  return isTime ? ["2030-01-31T12:00:00Z", "2030-01-31T12:00:00.000Z"] : [`the ${schema.type}`, `the ${schema.type}`];
}

/** Arguments that set every field that has a flag, the others by `--input`, and the input that they mean. */
function argumentsFor(procedure: Procedure): { args: string[]; stdin: string; input: Record<string, unknown> } {
  const args: string[] = [];
  const input: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const field of fieldsOf(procedure)) {
    const { name, kind, flag, isList: isMany } = field;
    if (kind === "input" || kind === "secret") rest[name] = input[name] = kind === "secret" ? "secret" : [{ a: 1 }];
    else if (kind !== "option" || name === "tenant") {
      const [text, value] = kind === "option" ? ["umbrella", "umbrella"] : sample(field);
      args.push(`--${flag}`, ...(text === "" ? [] : [text]));
      input[name] = isMany ? [value] : value;
    }
  }
  if (Object.keys(rest).length > 0) args.push("--input", "-");
  return { args, stdin: JSON.stringify(rest), input };
}

describe("commands of the contract", () => {
  it("every procedure has exactly one command", () => {
    const commands = PROCEDURES.map(({ path }) => commandWords(path).join(" "));
    expect(new Set(commands).size).toBe(PROCEDURES.length);
    const existing = leaves(program);
    expect(commands.filter((words) => !existing.includes(words))).toEqual([]);
  });

  it("the commands that are no procedure are these", () => {
    const commands = PROCEDURES.map(({ path }) => commandWords(path).join(" "));
    expect(leaves(program).filter((words) => !commands.includes(words))).toEqual([
      "delete",
      "model fmt",
      "model test",
      "store import",
      "store export",
      "watch",
      "events follow",
      "init",
      "doctor",
      "deploy",
      "ops status",
      "ops rotate",
      "ops drill",
      "completion",
      "complete",
    ]);
  });

  it("only procedures of the contract have a command of their own", () => {
    const paths = PROCEDURES.map(({ path }) => path);
    expect(OWN_COMMANDS.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it.each(PROCEDURES.filter(({ path }) => !OWN_COMMANDS.includes(path)))(
    "$path is called with the input that the flags say",
    async (procedure) => {
      const service = fakeService();
      const { args, stdin, input } = argumentsFor(procedure);
      const words = commandWords(procedure.path);
      const result = await home.run([...words, ...args, "--json"], { env, stdin, fetch: service.fetch });
      expect(result).toMatchObject({ code: 0 });
      const [call, ...more] = service.calls;
      expect(more).toEqual([]);
      expect(call?.path).toBe(procedure.path);
      const limit = isList(procedure) ? { limit: 100 } : {};
      expect(call?.input ?? {}).toEqual({ ...input, ...limit });
    },
  );

  it.each(PROCEDURES.filter(({ type }) => type === "mutation"))("$path has a dry run", async ({ path }) => {
    const { out } = await home.run([...commandWords(path), "--help"]);
    // These change nothing but credentials and files on this machine.
    const isLocal = ["auth.login", "auth.logout", "authz.graph.export"].includes(path);
    expect(out.includes("--dry-run")).toBe(!isLocal);
  });

  it.each(PROCEDURES)("the help of $path has its name and its errors", async ({ path, errors }) => {
    const { code, out } = await home.run([...commandWords(path), "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Procedure: ${path}`);
    if (!OWN_COMMANDS.includes(path)) for (const error of errors) expect(out).toContain(`${error}: `);
  });
});

describe("names of flags", () => {
  const GLOBAL = [
    "profile",
    "url",
    "json",
    "help",
    "version",
    "input",
    "all",
    "dry-run",
    "idempotency-key",
    "exit-code",
  ];

  it("no field has the name of a global option", () => {
    const taken = PROCEDURES.flatMap((procedure) =>
      fieldsOf(procedure)
        .filter(({ kind, flag }) => kind !== "option" && GLOBAL.includes(flag))
        .map(({ flag }) => `${procedure.path} --${flag}`),
    );
    // `import` takes its tuples as a file, and `model show` its version as an argument.
    expect(taken).toEqual(["authz.graph.import --json", "authz.model.get --version"]);
  });

  it("no field that may be a secret has a flag", () => {
    const NO_SECRETS = ["minPasswordLength", "accessTokenSeconds", "tokenAlgorithm", "accessTokenClaims"];
    const flags = PROCEDURES.flatMap((procedure) =>
      fieldsOf(procedure).filter(({ kind, name }) => {
        const isSuspicious = /password|secret|token|^key$|code$/i.test(name) && !/^reset|^verify/.test(name);
        return isSuspicious && kind !== "secret" && kind !== "input" && !NO_SECRETS.includes(name);
      }),
    );
    expect(flags.map(({ name }) => name)).toEqual([]);
  });
});
