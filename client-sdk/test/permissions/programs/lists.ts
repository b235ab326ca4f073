import { createClient } from "@cf-auth/client";
import type { model } from "./model.ts";

const { authz } = createClient<typeof model>({ url: "https://auth.example.com" });

const objects = await authz.listObjects({ subject: "user:anne", relation: "write", objectType: "repo", limit: 10 });
const repos: `repo:${string}`[] = objects.items;
const none: never[] = objects.conditional;
for await (const repo of authz.listObjects({ subject: "user:anne", relation: "write", objectType: "repo" })) {
  const one: `repo:${string}` = repo;
  console.log(one);
}
// error: Type '"robot:r2"' is not assignable to type
await authz.listObjects({ subject: "robot:r2", relation: "write", objectType: "repo" });
// error: Type '"rpo"' is not assignable to type
// error: is not assignable to type 'never'
await authz.listObjects({ subject: "user:anne", relation: "write", objectType: "rpo" });
// error: Property 'context' is missing
const doors = await authz.listObjects({ subject: "user:anne", relation: "opener", objectType: "door" });
const some: `door:${string}`[] = doors.conditional;

const pages = await authz.listObjects({ subject: "user:anne", relation: "viewer", objectType: "page" });
const noPages: never[] = pages.conditional;
// error: Property 'context' is missing
await authz.listObjects({ subject: "link:1", relation: "viewer", objectType: "page" });
const people = await authz.listSubjects({ object: "page:1", relation: "viewer", subjectKind: "user" });
const noPeople: never[] = people.conditional;
// error: Property 'context' is missing
await authz.listSubjects({ object: "page:1", relation: "viewer", subjectKind: "link" });

const subjects = await authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "team#member" });
const usersets: `team:${string}#member`[] = subjects.items;
const without: `team:${string}#member`[] = subjects.excluded;
// error: Type '"robot"' is not assignable to type '"user" |
await authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "robot" });
// error: Type '"user:*"' is not assignable to type '"user" |
await authz.listSubjects({ object: "folder:1", relation: "viewer", subjectKind: "user:*" });

const { relations, conditional } = await authz.listRelations({
  subject: "user:anne",
  object: "door:1",
  context: { ip: "192.0.2.1" },
});
const has: ("keeper" | "opener" | "watcher" | "ringer")[] = relations;
const mayHave: ("opener" | "watcher" | "ringer")[] = conditional;
await authz.listRelations({ subject: "robot:r2", object: "repo:api" });
const ofPage = await authz.listRelations({ subject: "user:anne", object: "page:1" });
const noRelations: never[] = ofPage.conditional;
// error: Property 'context' is missing
await authz.listRelations({ subject: "link:1", object: "page:1" });
// error: Property 'context' is missing
await authz.listRelations({ subject: "user:anne", object: "door:1" });
// error: Type '"folder:1"' is not assignable to type
await authz.listRelations({ subject: "folder:1", object: "team:eng" });

const { items } = await authz.read({ object: "repo:api", relation: "write", subjectType: "user" });
const objectsRead: `repo:${string}`[] = items.map(({ object }) => object);
const subjectsRead: string[] = items.map(({ subject }) => subject);
await authz.read({ objectType: "repo" });
await authz.read({ subject: "user:anne" });
await authz.read();
// error: Type '"wirte"' is not assignable to type
await authz.read({ objectType: "repo", relation: "wirte" });
// error: Type '"rpo"' is not assignable to type
await authz.read({ objectType: "rpo" });

export {
  has,
  mayHave,
  none,
  noPages,
  noPeople,
  noRelations,
  objectsRead,
  repos,
  some,
  subjectsRead,
  usersets,
  without,
};
