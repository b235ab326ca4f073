import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { type Contract, readContract } from "../contract.ts";
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
    expect(operations).toHaveLength(contract.procedures.length + contract.routes.length);
  });

  it("wraps inputs and responses in json, and lists the headers", () => {
    const { parameters, requestBody, responses, security } = document.paths["/trpc/authz.write"].post;
    expect(requestBody.content["application/json"].schema).toEqual({
      type: "object",
      properties: { json: { $ref: "#/components/schemas/WriteRequest" } },
    });
    expect(responses[200].content["application/json"].schema.properties.result.properties.data.properties.json).toEqual(
      {
        $ref: "#/components/schemas/WriteResponse",
      },
    );
    const names = parameters.map(
      ({ $ref }: { $ref: string }) => document.components.parameters[$ref.split("/")[3] ?? ""].name,
    );
    expect(names).toEqual(["x-tenant-id", "x-cf-auth-client", "idempotency-key"]);
    expect(security).toEqual([{ apiKey: [] }, { bearer: [] }]);
  });

  it("requires idempotency keys only for changes, and credentials only where needed", () => {
    const { parameters, requestBody, security } = document.paths["/trpc/system.health"].post;
    expect(JSON.stringify(parameters)).not.toContain("Idempotency");
    expect(requestBody).toBeUndefined();
    expect(security).toContainEqual({});
  });

  it("requires a body only with required fields", () => {
    const bodyOf = (path: string) => document.paths[`/trpc/${path}`].post.requestBody;
    expect(bodyOf("users.list")).toMatchObject({ required: false });
    expect(bodyOf("users.list").content["application/json"].schema.required).toBeUndefined();
    expect(bodyOf("auth.login")).toMatchObject({ required: true });
    expect(bodyOf("auth.login").content["application/json"].schema.required).toEqual(["json"]);
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
    const bodies = Object.values<{ post?: { requestBody?: object } }>(document.paths).map(
      ({ post }) => post?.requestBody,
    );
    expect(JSON.stringify(bodies)).not.toContain("Meta");
  });

  it("has one shape for the errors of procedures and of all other routes", () => {
    for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        expect([path, responses]).toEqual([
          path,
          expect.objectContaining({ default: { $ref: "#/components/responses/Failure" } }),
        ]);
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
