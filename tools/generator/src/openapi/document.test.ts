import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { type Contract, readContract } from "../contract.ts";
import { queryParametersOf } from "../emit-get-queries.ts";
import { emitOpenApi } from "./document.ts";

const contract = readContract();
const text = emitOpenApi(contract, "1.2.3");
const document = JSON.parse(text);

async function problemsOf(document: Exclude<Parameters<Validator["validate"]>[0], string>): Promise<unknown> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document);
  return valid ? "none" : errors;
}

describe("the OpenAPI document", () => {
  it("is valid OpenAPI 3.1 by a validator that refuses an invalid document", async () => {
    expect(document.openapi).toBe("3.1.0");
    expect(await problemsOf(document)).toBe("none");
    expect(await problemsOf({ ...document, info: { title: "x" } })).not.toBe("none");
    expect(await problemsOf({ ...document, paths: { "/a": { post: { parameters: [{ in: "nowhere" }] } } } })).not.toBe(
      "none",
    );
  });

  it("has no dangling references and no unused components", () => {
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = ""]) => ref));
    const components = Object.entries<object>(document.components)
      .filter(([kind]) => kind !== "securitySchemes")
      .flatMap(([kind, members]) => Object.keys(members).map((name) => `#/components/${kind}/${name}`));
    expect([...refs].sort()).toEqual(components.sort());
  });

  it("has a tag for each family, an id for each operation", () => {
    const operations = Object.values<Record<string, { operationId: string; tags: string[] }>>(document.paths).flatMap(
      (methods) => Object.values(methods),
    );
    const tags = new Set(document.tags.map(({ name }: { name: string }) => name));
    for (const operation of operations) expect(tags).toContain(operation.tags[0]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const byGet = contract.procedures.filter(
      (procedure) => queryParametersOf(procedure, contract.schemas) !== undefined,
    );
    expect(operations).toHaveLength(contract.procedures.length + byGet.length + contract.routes.length);
  });

  it("has inputs and responses as they are, and lists the headers", () => {
    const { parameters, requestBody, responses, security } = document.paths["/v1/authz.write"].post;
    const { schema, example } = requestBody.content["application/json"];
    expect(schema).toEqual({ $ref: "#/components/schemas/WriteRequest" });
    expect(example).toEqual({ writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }] });
    expect(responses[200].content["application/json"].schema).toEqual({ $ref: "#/components/schemas/WriteResponse" });
    const names = parameters.map(
      ({ $ref }: { $ref: string }) => document.components.parameters[$ref.split("/")[3] ?? ""].name,
    );
    expect(names).toEqual(["x-tenant-id", "x-cf-auth-client", "idempotency-key"]);
    expect(security).toEqual([{ apiKey: [] }, { bearer: [] }]);
  });

  it("requires idempotency keys only for changes, and credentials only where needed", () => {
    const { parameters, requestBody, security } = document.paths["/v1/system.health"].post;
    expect(JSON.stringify(parameters)).not.toContain("Idempotency");
    expect(requestBody).toBeUndefined();
    expect(security).toContainEqual({});
  });

  it("requires a body only with required fields", () => {
    const bodyOf = (path: string) => document.paths[`/v1/${path}`].post.requestBody;
    expect(bodyOf("users.list")).toMatchObject({ required: false });
    expect(bodyOf("auth.login")).toMatchObject({ required: true });
  });

  it("describes every time as RFC 3339 text without annotations", () => {
    const { CreateApiKeyRequest, Tuple, ListAuditEventsRequest } = document.components.schemas;
    for (const time of [
      CreateApiKeyRequest.properties.expiresAt,
      Tuple.properties.expiresAt,
      ListAuditEventsRequest.properties.from,
    ]) {
      expect(time).toMatchObject({ type: "string", format: "date-time" });
    }
  });

  it("names the errors of each operation by status, in one shape", () => {
    const { post, get } = document.paths["/v1/apiKeys.customers.get"];
    for (const { responses } of [post, get]) {
      expect(responses[404].description).toBe("`key_not_found`, or an error of any call.");
      expect(responses[429]).toEqual({ $ref: "#/components/responses/Error429" });
      expect(Object.keys(responses[404].content)).toEqual(["application/problem+json"]);
    }
  });

  it("describes the fields of a GET as parameters", () => {
    const { parameters } = document.paths["/v1/users.sessions.list"].get;
    expect(parameters).toContainEqual(expect.objectContaining({ name: "id", in: "query", required: true }));
    expect(parameters).toContainEqual({ $ref: "#/components/parameters/TenantHeader" });
  });

  it("shows each call with curl and with the SDK", () => {
    const [curl, sdk] = document.paths["/v1/authz.check"].post["x-codeSamples"];
    expect(curl.source).toContain('curl -X POST "$CF_AUTH_URL/v1/authz.check"');
    expect(curl.source).toContain(`-d '{"subject":"user:anne","relation":"write","object":"repo:api"}'`);
    expect(sdk.source).toContain("await cfauth.authz.check({");
  });

  it("has one shape for the errors of procedures and routes, except in the APIs of OpenFGA and AuthZEN", () => {
    for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(document.paths)) {
      const standard = path.includes("/openfga/") ? "OpenFga" : path.includes("/access/") ? "AuthZen" : "";
      const $ref = `#/components/responses/${standard}Failure`;
      for (const { responses } of Object.values(methods)) {
        expect([path, responses]).toEqual([path, expect.objectContaining({ default: { $ref } })]);
      }
    }
  });

  it("refuses unknown fields in requests, and allows them in responses", () => {
    const { CheckRequest, CheckResponse, Tuple, ApiKey } = document.components.schemas;
    expect(CheckRequest.additionalProperties).toBe(false);
    expect(Tuple.additionalProperties).toBe(false);
    expect([CheckResponse, ApiKey].map(({ additionalProperties }) => additionalProperties)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is deterministic", () => {
    const copy: Contract = JSON.parse(JSON.stringify(readContract()));
    expect(emitOpenApi(copy, "1.2.3")).toBe(text);
  });
});
