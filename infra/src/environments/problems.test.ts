// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of Pulumi ESC.
import { describe, expect, it } from "vitest";
import { parse } from "./environment.ts";
import { inOrder, openedWith, problemsOf } from "./problems.ts";

const base = "values: { region: eu, environmentVariables: { REGION: '${region}' } }";
const of = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([name, yaml]) => parse(name, yaml));
const problems = (files: Readonly<Record<string, string>>) => problemsOf(of(files));

describe("environments have no problem", () => {
  it.each([
    ["where they import what is there", { a: "imports: [cf-auth/b]\nvalues: { x: '${region}' }", b: base }],
    [
      "where they refer to what they do not import",
      { a: "values: { x: 'in ${environments.cf-auth.b.region}!' }", b: base },
    ],
    [
      "where a reference leads through another",
      { a: "values: { x: '${y.region}', y: '${environments.cf-auth.b}' }", b: base },
    ],
    ["where a name needs quotes", { a: `values: { x: '\${environments["cf-auth"]["b"].region}' }`, b: base }],
    ["where an item of a list is meant", { a: "values: { list: [{ x: 1 }], y: '${list[0].x}' }" }],
    [
      "where a function answers it",
      { a: "values: { l: { 'fn::open::aws-login': {} }, x: '${l.accessKeyId}', y: '${l}' }" },
    ],
    ["where the context has it", { a: "values: { x: '${context.currentEnvironment.name}' }" }],
    ["where text only looks like a reference", { a: "values: { x: '$${nothing}' }" }],
    [
      "where one replaces what it imports",
      { a: "imports: [cf-auth/b]\nvalues: { environmentVariables: { REGION: us } }", b: base },
    ],
  ])("%s", (_, files) => {
    expect(problems(files)).toEqual([]);
  });
});

describe("environments have a problem", () => {
  it.each([
    ["an import that is not there", { a: "imports: [cf-auth/b]" }, "a: cf-auth/b is not there."],
    [
      "a reference to an environment that is not",
      { a: "values: { x: '${environments.cf-auth.b.c}' }" },
      "a: cf-auth/b is not there.",
    ],
    [
      "one to another project",
      { a: "values: { x: '${environments.other.b.c}' }" },
      "a: x: ${environments.other.b.c} is of no environment here.",
    ],
    ["an import twice", { a: "imports: [cf-auth/b, cf-auth/b]", b: base }, "a: cf-auth/b is imported twice."],
    [
      "a circle",
      { a: "imports: [cf-auth/b]", b: "values: { x: '${environments.cf-auth.a.y}' }" },
      "a, b import each other in a circle.",
    ],
    ["a circle of one", { a: "imports: [cf-auth/a]" }, "a import each other in a circle."],
    ["a reference to nothing", { a: "values: { x: '${y.z}', y: { q: 1 } }" }, "a: x: ${y.z} has nothing at z."],
    [
      "one to what only an importer has",
      { a: "imports: [cf-auth/b]\nvalues: { y: 1 }", b: "values: { x: '${y}' }" },
      "b: x: ${y} has nothing at y.",
    ],
    ["references in a circle", { a: "values: { x: '${y}', y: '${x}' }" }, "a: x: ${y} leads back to itself."],
    [
      "what the function does not answer",
      { a: "values: { l: { 'fn::open::aws-login': {} }, x: '${l.token}' }" },
      "a: x: ${l.token} is nothing that fn::open::aws-login answers.",
    ],
    [
      "a function that nobody knows",
      { a: "values: { x: { 'fn::open::aws-logn': {} } }" },
      "a: fn::open::aws-logn is none of",
    ],
    ["a path that is none", { a: "values: { x: '${a b}' }" }, "a: x: ${a b} is not a path."],
    ["a context that is none", { a: "values: { x: '${context.env}' }" }, "a: x: ${context.env} is not of the context."],
    [
      "a value again",
      { a: `imports: [cf-auth/b]\n${base}`, b: base },
      "a: environmentVariables.REGION only says again what an import gives.",
    ],
  ])("%s", (_, files, problem) => {
    expect(problems(files)).toContainEqual(expect.stringContaining(problem));
  });
});

describe("what cannot be read at all", () => {
  it.each([
    ["a key that is there twice", "values: { x: 1, x: 2 }", /^a: Map keys must be unique/],
    ["no YAML", "values: {", /^a: /],
    ["another key", "vaules: {}", /^a: vaules is neither imports nor values/],
    ["values that are none", "values: [1]", /^a: values has to be a map/],
    ["an import of another project", "imports: [other/b]", /^a: imports other\/b, which is not of cf-auth\//],
    ["an import with options", "imports: [{ cf-auth/b: { merge: false } }]", /^a: imports /],
  ])("%s", (_, yaml, problem) => {
    expect(() => parse("a", yaml)).toThrow(problem);
  });
});

it("an order has each after what it needs", () => {
  const environments = of({
    a: "imports: [cf-auth/c]",
    b: "values: {}",
    c: "values: { x: '${environments.cf-auth.b.y}' }",
  });
  expect(inOrder(environments).map(({ name }) => name)).toEqual(["b", "c", "a"]);
});

it("whoever opens one opens all that it leads to", () => {
  const environments = of({
    a: "imports: [cf-auth/b]",
    b: "values: { x: '${environments.cf-auth.c.y}' }",
    c: "values: { y: 1 }",
    d: "{}",
  });
  expect(openedWith("a", environments)).toEqual(["a", "b", "c"]);
});
