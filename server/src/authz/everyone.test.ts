import { beforeEach, describe, expect, it } from "vitest";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type page
  relations
    define viewer: [user, user:*] but not blocked
    define blocked: [user, user:*] but not exempt
    define exempt: [user]
`;
const VIEWERS = { object: "page:1", relation: "viewer", subjectKind: "user" };

let authz: Awaited<ReturnType<typeof createGraph>>["authz"];
beforeEach(async () => {
  ({ authz } = await createGraph(MODEL));
});

const write = (...facts: string[]) => authz.write.mutate({ writes: facts.map((fact) => t(`${fact} page:1`)) });

describe("a list of subjects", () => {
  it("lists exempt subjects if everyone is excluded", async () => {
    await write("user:* viewer", "user:* blocked", "user:kim exempt");
    expect(await authz.listSubjects.query(VIEWERS)).toMatchObject({ items: ["user:kim"], excluded: [] });
    expect((await authz.check.query(t("user:kim viewer page:1"))).allowed).toBe(true);
    expect((await authz.check.query(t("user:lee viewer page:1"))).allowed).toBe(false);
  });

  it("lists everyone, named subjects and excluded subjects, from the object and from a copy", async () => {
    await write("user:* viewer", "user:ann viewer", "user:bob blocked", "user:eve blocked", "user:eve exempt");
    for (const consistency of ["exact", "fast"] as const) {
      expect(await authz.listSubjects.query({ ...VIEWERS, consistency })).toMatchObject({
        items: ["user:*", "user:ann", "user:eve"],
        conditional: [],
        excluded: ["user:bob"],
        nextCursor: null,
      });
    }
  });

  it("counts excluded subjects towards the page that they belong to", async () => {
    await write("user:* viewer", "user:a blocked", "user:b viewer", "user:c blocked", "user:d viewer");
    const pages: object[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, excluded, nextCursor } = await authz.listSubjects.query({
        ...VIEWERS,
        limit: 2,
        ...(cursor && { cursor }),
      });
      pages.push({ items, excluded });
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect(pages).toEqual([
      { items: ["user:*"], excluded: ["user:a"] },
      { items: ["user:b"], excluded: ["user:c"] },
      { items: ["user:d"], excluded: [] },
    ]);
  });
});

it("lists subjects in a model's diff that gain access by an exemption from an exclusion of everyone", async () => {
  const model = (may: string) =>
    `model\n  schema 1.1\ntype user\ntype doc\n  relations\n${["a: [user:*]", "b: [user:*]", "d: [user]", `may: ${may}`]
      .map((relation) => `    define ${relation}\n`)
      .join("")}`;
  await authz.model.put.mutate({ model: model("a but not b") });
  await authz.write.mutate({ writes: ["user:* a doc:1", "user:* b doc:1", "user:kim d doc:1"].map(t) });
  const diff = await authz.model.diff.query({ model: model("a but not (b but not d)") });
  expect(diff).toMatchObject({ gained: [t("user:kim may doc:1")], lost: [], complete: true });
});
