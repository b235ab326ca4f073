import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { registered } from "./registered.ts";

class Thing extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;
  constructor(name: string, props: Record<string, unknown> = {}, options?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, { size: undefined, ...props }, options);
  }
}

class Box extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Box", name);
    const kept = new Thing("kept", {}, { parent: this, protect: true, retainOnDelete: true, import: "existing" });
    new Thing(
      "user",
      { of: kept.size, label: "plain", secret: pulumi.secret("s"), list: [{ text: pulumi.secret("t") }, "u"] },
      { parent: this, dependsOn: new Thing("first"), ignoreChanges: ["label"] },
    );
    this.registerOutputs({ size: kept.size });
  }
}
const answers = { "test:index:Thing": ({ name }: { name: string }) => ({ size: name.length }) };
const urn = (type: string, name: string) => `urn:pulumi:dev::cf-auth::${type}::${name}`;

describe("a run", () => {
  it("returns every resource with the options that the engine received", async () => {
    const box = urn("test:index:Box", "box");
    const kept = urn("test:index:Box$test:index:Thing", "kept");
    const first = urn("test:index:Thing", "first");
    const found = await registered(() => new Box("box"), { answers });
    expect(found.map((each) => each.urn)).toEqual([kept, urn("test:index:Box$test:index:Thing", "user"), box, first]);
    expect(found[0]).toMatchObject({ protect: true, retainOnDelete: true, importId: "existing", parent: box });
    expect(found[1]).toEqual({
      urn: urn("test:index:Box$test:index:Thing", "user"),
      type: "test:index:Thing",
      name: "user",
      props: { of: 4, label: "plain", secret: "s", list: [{ text: "t" }, "u"] },
      parent: box,
      dependencies: [kept, first].sort(),
      propertyDependencies: { of: [kept] },
      protect: false,
      retainOnDelete: false,
      importId: undefined,
      ignoreChanges: ["label"],
      secrets: ["list[0].text", "secret"],
      outputs: undefined,
    });
    expect(found[2]?.outputs).toEqual({ size: 4 });
  });

  it("passes project, stack, configuration and its secret marks", async () => {
    const program = () => {
      const config = new pulumi.Config("cf-auth");
      const { a } = config.requireObject<{ a: number }>("adopt");
      new Thing(pulumi.getStack(), { a, domain: config.require("domain"), key: config.requireSecret("KEY") });
    };
    const config = { "cf-auth:adopt": { a: 1 }, "cf-auth:domain": "auth.test" };
    const [found] = await registered(program, { stack: "pr-1", config, secrets: { "cf-auth:KEY": "k" } });
    expect(found?.urn).toBe("urn:pulumi:pr-1::cf-auth::test:index:Thing::pr-1");
    expect(found).toMatchObject({ props: { a: 1, domain: "auth.test", key: "k" }, secrets: ["key"] });
  });

  it("is isolated from runs in parallel and from failed ones", async () => {
    const names = async (stack: string) => {
      const found = await registered(() => new Thing("one").size.apply(() => new Thing(pulumi.getStack())), { stack });
      return found.map(({ name }) => name).sort();
    };
    const failing = registered(() => Promise.reject(new Error("no")), { config: { "cf-auth:domain": "left" } });
    const both = Promise.all([names("staging"), names("production")]);
    await expect(failing).rejects.toThrow("no");
    expect(await both).toEqual([
      ["one", "staging"],
      ["one", "production"],
    ]);
    await registered(() => expect(new pulumi.Config("cf-auth").get("domain")).toBeUndefined());
  });

  it("includes resources that are created inside outputs", async () => {
    const nest = (depth: number): unknown =>
      new Thing(`n${depth}`).size.apply(async () => {
        await Promise.resolve();
        if (depth > 0) nest(depth - 1);
      });
    expect(await registered(() => void nest(5))).toHaveLength(6);
  });
});

describe("a run rejects", () => {
  const fail = () => {
    throw new Error("planted");
  };
  it.each<[string, () => unknown]>([
    ["at once", fail],
    ["in an output used as an input", () => void new Thing("x", { a: new Thing("y").size.apply(fail) })],
    ["in an unused output", () => void new Thing("y").size.apply(fail)],
    ["in an answer", () => void new Thing("bad")],
  ])("with a failure %s, and restores the process's listeners", async (_, program) => {
    const before = process.listeners("unhandledRejection");
    const bad = { "test:index:Thing": ({ name }: { name: string }) => (name === "bad" ? fail() : { size: 1 }) };
    await expect(registered(program, { answers: bad })).rejects.toThrow("planted");
    expect(process.listeners("unhandledRejection")).toEqual(before);
  });

  it("with the next step if a function has no answer", async () => {
    const program = () => pulumi.runtime.invoke("test:index:look", {});
    await expect(registered(program)).rejects.toThrow("test:index:look has no answer. Add it to the answers");
  });
});
