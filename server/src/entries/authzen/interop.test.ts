import { beforeAll, describe, expect, it } from "vitest";
import gateway from "../../../test/authzen/gateway.json";
import searches from "../../../test/authzen/search.json";
import todo from "../../../test/authzen/todo.json";
import { send } from "../../../test/raw.ts";
import { createTenant, signInAdmin } from "../../../test/world.ts";

type Tenant = Awaited<ReturnType<typeof createTenant>>;

const TODO_MODEL = `model
  schema 1.1
type user
  relations
    define can_read_user: [user:*]
type app
  relations
    define reader: [user]
    define writer: [user]
    define admin: [user]
    define owner: [user with owns]
type todo
  relations
    define app: [app]
    define can_read_todos: reader from app
    define can_create_todo: writer from app
    define can_update_todo: admin from app or owner from app
    define can_delete_todo: admin from app or owner from app
condition owns(email: string, resource_ownerID: string) {
  email == resource_ownerID
}
`;

const GATEWAY_MODEL = `model
  schema 1.1
type identity
type role
  relations
    define member: [identity]
type route
  relations
    define GET: [role#member]
    define POST: [role#member]
    define PUT: [role#member]
    define DELETE: [role#member]
`;

const RECORDS_MODEL = `model
  schema 1.1
type user
type company
  relations
    define manager: [user]
type department
  relations
    define member: [user]
    define manager: [user]
type record
  relations
    define department: [department]
    define company: [company]
    define view: edit or member from department or manager from company
    define edit: delete or manager from department
    define delete: [user]
`;

const tuple = (subject: string, relation: string, object: string) => ({ subject, relation, object });

async function post(tenant: Tenant, path: string, body: object): Promise<unknown> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${tenant.secretKey}` };
  const url = `/t/${tenant.tenant.slug}/access/v1/${path}`;
  const answer = await send(url, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
  return answer.body;
}

let tenants: Record<"todo" | "gateway" | "records", Tenant>;
beforeAll(async () => {
  const { admin } = await signInAdmin();
  const withGraph = async (slug: string, model: string, writes: ReturnType<typeof tuple>[]) => {
    const tenant = await createTenant(admin, slug);
    await tenant.client.authz.model.put.mutate({ model });
    await tenant.client.authz.write.mutate({ writes });
    return tenant;
  };
  tenants = {
    todo: await withGraph("todo", TODO_MODEL, todoTuples()),
    gateway: await withGraph("gateway", GATEWAY_MODEL, gatewayTuples()),
    records: await withGraph("records", RECORDS_MODEL, recordTuples()),
  };
});

/** Of the Todo application: Rick is an admin, Morty and Summer are editors, Beth and Jerry are viewers. */
function todoTuples() {
  const people = [...new Set(todo.evaluation.map(([id]) => `user:${id}`))];
  const emails = ["rick@the-citadel.com", "morty@the-citadel.com", "summer@the-smiths.com"];
  const objects = (type: string) => [
    ...new Set(todo.evaluation.filter(([, , of]) => of === type).map(([, , , id]) => `${type}:${id}`)),
  ];
  const shared = todo.evaluations.flatMap(([, , items]) => (items as string[][]).map(([id]) => `todo:${id}`));
  return [
    ...objects("user").map((id) => tuple("user:*", "can_read_user", id)),
    ...[...new Set([...objects("todo"), ...shared])].map((id) => tuple("app:todo", "app", id)),
    ...people.map((id) => tuple(id, "reader", "app:todo")),
    ...people.slice(0, 3).map((id) => tuple(id, "writer", "app:todo")),
    tuple(people[0] ?? "", "admin", "app:todo"),
    ...people.slice(1, 3).map((id, at) => ({
      ...tuple(id, "owner", "app:todo"),
      condition: { name: "owns", context: { email: emails[at + 1] } },
    })),
  ];
}

/** Everyone reads, and the first three people also change. */
function gatewayTuples() {
  const people = [...new Set(gateway.map(([id]) => `identity:${id}`))];
  const routes = [...new Set(gateway.map(([, action, route]) => `${action} ${route}`))];
  return [
    ...people.map((id) => tuple(id, "member", "role:reader")),
    ...people.slice(0, 3).map((id) => tuple(id, "member", "role:editor")),
    ...routes.map((text) => {
      const [action = "", route] = text.split(" ");
      return tuple(`role:${action === "GET" ? "reader" : "editor"}#member`, action, `route:${route}`);
    }),
  ];
}

function recordTuples() {
  const managers = searches.users.filter(([, role]) => role === "manager");
  return [
    ...searches.users.map(([id, , department]) => tuple(`user:${id}`, "member", `department:${department}`)),
    ...managers.map(([id, , department]) => tuple(`user:${id}`, "manager", `department:${department}`)),
    ...managers.map(([id]) => tuple(`user:${id}`, "manager", "company:acme")),
    ...searches.records.flatMap(([id, department, owner]) => [
      tuple(`department:${department}`, "department", `record:${id}`),
      tuple("company:acme", "company", `record:${id}`),
      tuple(`user:${owner}`, "delete", `record:${id}`),
    ]),
  ];
}

describe("the published interop decisions of AuthZEN", () => {
  const decisionOf = (answer: unknown) => (answer as { decision: boolean }).decision;

  it("of the Todo application, one by one", async () => {
    const decided = todo.evaluation.map(async ([id, name, type, resource, ownerID]) => {
      const properties = ownerID === null ? {} : { properties: { ownerID } };
      const of = { subject: { type: "user", id }, action: { name }, resource: { type, id: resource, ...properties } };
      return decisionOf(await post(tenants.todo, "evaluation", of));
    });
    expect(await Promise.all(decided)).toEqual(todo.evaluation.map((row) => row.at(-1)));
  });

  it("of the Todo application, several at once", async () => {
    const decided = todo.evaluations.map(async ([id, name, items]) => {
      const evaluations = (items as string[][]).map(([resource, ownerID]) => ({
        resource: { type: "todo", id: resource, properties: { ownerID } },
      }));
      const of = { subject: { type: "user", id }, action: { name }, evaluations };
      const { evaluations: answers } = (await post(tenants.todo, "evaluations", of)) as { evaluations: unknown[] };
      return answers.map(decisionOf);
    });
    expect(await Promise.all(decided)).toEqual(todo.evaluations.map((row) => row.at(-1)));
  });

  it("of API gateways", async () => {
    const decided = gateway.map(async ([id, name, route]) => {
      const of = { subject: { type: "identity", id }, action: { name }, resource: { type: "route", id: route } };
      return decisionOf(await post(tenants.gateway, "evaluation", of));
    });
    expect(await Promise.all(decided)).toEqual(gateway.map((row) => row.at(-1)));
  });

  it.each([
    [
      "subjects",
      "subject",
      ([name, id]: string[]) => ({
        ...{ subject: { type: "user" }, action: { name }, resource: { type: "record", id } },
      }),
      (id: string): object => ({ type: "user", id }),
    ],
    [
      "resources",
      "resource",
      ([id, name]: string[]) => ({
        ...{ subject: { type: "user", id }, action: { name }, resource: { type: "record" } },
      }),
      (id: string): object => ({ type: "record", id }),
    ],
    [
      "actions",
      "action",
      ([id, record]: string[]) => ({ subject: { type: "user", id }, resource: { type: "record", id: record } }),
      (name: string): object => ({ name }),
    ],
  ] as const)("of searches for %s", async (kind, path, requestOf, resultOf) => {
    const rows = searches[kind] as [string, string, string[]][];
    const found = rows.map(async ([first, second]) => {
      const { results } = (await post(tenants.records, `search/${path}`, requestOf([first, second]))) as {
        results: object[];
      };
      return results;
    });
    expect(await Promise.all(found)).toEqual(rows.map(([, , names]) => names.map(resultOf)));
  });
});
