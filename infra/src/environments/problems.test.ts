// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of Pulumi ESC.
import { describe, expect, it } from "vitest";
import { parse } from "./environment.ts";
import { openedWith, problemsOf, sortByDependencies } from "./problems.ts";

const base = "values: { region: eu, environmentVariables: { REGION: '${region}' } }";
const of = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([name, yaml]) => parse(name, yaml));
const problems = (files: Readonly<Record<string, string>>) => problemsOf(of(files));

describe("valid environments", () => {
  it.each([
    ["that import an existing environment", { a: "imports: [cf-auth/b]\nvalues: { x: '${region}' }", b: base }],
    [
      "that refer to an environment without importing it",
      { a: "values: { x: 'in ${environments.cf-auth.b.region}!' }", b: base },
    ],
    [
      "with a reference through another one",
      { a: "values: { x: '${y.region}', y: '${environments.cf-auth.b}' }", b: base },
    ],
    ["with a quoted name in a reference", { a: `values: { x: '\${environments["cf-auth"]["b"].region}' }`, b: base }],
    ["with a reference to a list item", { a: "values: { list: [{ x: 1 }], y: '${list[0].x}' }" }],
    [
      "with a reference to a function's result",
      { a: "values: { l: { 'fn::open::aws-login': {} }, x: '${l.accessKeyId}', y: '${l}' }" },
    ],
    ["with a reference to the context", { a: "values: { x: '${context.currentEnvironment.name}' }" }],
    ["with an escaped reference", { a: "values: { x: '$${nothing}' }" }],
    [
      "that override an imported value",
      { a: "imports: [cf-auth/b]\nvalues: { environmentVariables: { REGION: us } }", b: base },
    ],
  ])("accepts environments %s", (_, files) => {
    expect(problems(files)).toEqual([]);
  });
});

describe("invalid environments", () => {
  it.each([
    ["with an import that doesn't exist", { a: "imports: [cf-auth/b]" }, "a: cf-auth/b doesn't exist."],
    [
      "with a reference to a missing environment",
      { a: "values: { x: '${environments.cf-auth.b.c}' }" },
      "a: cf-auth/b doesn't exist.",
    ],
    [
      "with a reference to another project",
      { a: "values: { x: '${environments.other.b.c}' }" },
      "a: x: ${environments.other.b.c} is in no environment of this repository.",
    ],
    ["with a duplicate import", { a: "imports: [cf-auth/b, cf-auth/b]", b: base }, "a: cf-auth/b is imported twice."],
    [
      "a circle",
      { a: "imports: [cf-auth/b]", b: "values: { x: '${environments.cf-auth.a.y}' }" },
      "a, b import each other in a cycle.",
    ],
    ["that import themselves", { a: "imports: [cf-auth/a]" }, "a import each other in a cycle."],
    [
      "with a reference to a missing value",
      { a: "values: { x: '${y.z}', y: { q: 1 } }" },
      "a: x: ${y.z} has nothing at z.",
    ],
    [
      "with a reference to an importer's value",
      { a: "imports: [cf-auth/b]\nvalues: { y: 1 }", b: "values: { x: '${y}' }" },
      "b: x: ${y} has nothing at y.",
    ],
    ["with circular references", { a: "values: { x: '${y}', y: '${x}' }" }, "a: x: ${y} refers back to itself."],
    [
      "with a field that the function doesn't return",
      { a: "values: { l: { 'fn::open::aws-login': {} }, x: '${l.token}' }" },
      "a: x: ${l.token} is not a field that fn::open::aws-login returns.",
    ],
    [
      "with an unknown function",
      { a: "values: { x: { 'fn::open::aws-logn': {} } }" },
      "a: fn::open::aws-logn is an unknown function. Use one of",
    ],
    ["with an invalid path", { a: "values: { x: '${a b}' }" }, "a: x: ${a b} is not a path."],
    [
      "with an unknown context",
      { a: "values: { x: '${context.env}' }" },
      "a: x: ${context.env} is not a context value.",
    ],
    [
      "that repeat an imported value",
      { a: `imports: [cf-auth/b]\n${base}`, b: base },
      "a: environmentVariables.REGION repeats the value of an import.",
    ],
  ])("rejects environments %s", (_, files, problem) => {
    expect(problems(files)).toContainEqual(expect.stringContaining(problem));
  });
});

describe("parsing an environment", () => {
  it.each([
    ["with a duplicate key", "values: { x: 1, x: 2 }", /^a: Map keys must be unique/],
    ["no YAML", "values: {", /^a: /],
    ["with an unknown key", "vaules: {}", /^a: vaules is unknown/],
    ["with invalid values", "values: [1]", /^a: values must be a map/],
    [
      "with an import of another project",
      "imports: [other/b]",
      /^a: imports other\/b, which isn't in the project cf-auth\//,
    ],
    ["with an import that has options", "imports: [{ cf-auth/b: { merge: false } }]", /^a: imports /],
  ])("throws for an environment %s", (_, yaml, problem) => {
    expect(() => parse("a", yaml)).toThrow(problem);
  });
});

it("sorts each environment after its dependencies", () => {
  const environments = of({
    a: "imports: [cf-auth/c]",
    b: "values: {}",
    c: "values: { x: '${environments.cf-auth.b.y}' }",
  });
  expect(sortByDependencies(environments).map(({ name }) => name)).toEqual(["b", "c", "a"]);
});

it("opens all environments that an opened one depends on", () => {
  const environments = of({
    a: "imports: [cf-auth/b]",
    b: "values: { x: '${environments.cf-auth.c.y}' }",
    c: "values: { y: 1 }",
    d: "{}",
  });
  expect(openedWith("a", environments)).toEqual(["a", "b", "c"]);
});
