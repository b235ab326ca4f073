import type { inferRouterOutputs } from "@trpc/server";
import type * as z from "zod";
import { bodyTooLarge, maxBodyOf, readBody } from "../../pipeline/body-limit.ts";
import { type Context, createContext, readIdempotency, readPage, type Visit } from "../../pipeline/context.ts";
import { readDocument } from "../../pipeline/document.ts";
import { issuesOf } from "../../pipeline/input-issues.ts";
import type { Defer } from "../../ports/time.ts";
import type { AppRouter } from "../../router.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { type DirectCall, findDirectQuery, runDirectQuery } from "../direct-query.ts";
import { callHeaders } from "../direct-query-http.ts";
import { plainDocument } from "../json-body.ts";
import { callProcedure } from "../procedures.ts";
import { atTenant } from "../tenant-path.ts";
import { storeIdOf, ULID, versionOf } from "./ids.ts";
import { OpenFgaError } from "./openfga-error.ts";

/** Bytes of a request's body. */
const MAX_BODY = 1024 * 1024;

type Outputs = inferRouterOutputs<AppRouter>;

/** The procedures that OpenFGA's calls are made of, with their outputs. */
interface Called {
  "authz.assertions.get": Outputs["authz"]["assertions"]["get"];
  "authz.assertions.put": Outputs["authz"]["assertions"]["put"];
  "authz.batchCheck": Outputs["authz"]["batchCheck"];
  "authz.changes": Outputs["authz"]["changes"];
  "authz.check": Outputs["authz"]["check"];
  "authz.expand": Outputs["authz"]["expand"];
  "authz.listObjects": Outputs["authz"]["listObjects"];
  "authz.listSubjects": Outputs["authz"]["listSubjects"];
  "authz.model.get": Outputs["authz"]["model"]["get"];
  "authz.model.list": Outputs["authz"]["model"]["list"];
  "authz.model.put": Outputs["authz"]["model"]["put"];
  "authz.read": Outputs["authz"]["read"];
  "authz.write": Outputs["authz"]["write"];
  "tenants.create": Outputs["tenants"]["create"];
  "tenants.delete": Outputs["tenants"]["delete"];
  "tenants.get": Outputs["tenants"]["get"];
}

/** The text of a body, or the error of reading it. The caller is identified before anything is said of it. */
type Body = { readonly text: string; readonly bytes: number } | { readonly error: AppError };

/** One request of OpenFGA's API: its fields, and the procedures that it calls with its own credentials. */
export class OpenFgaCall {
  readonly visit: Visit;
  private readonly parameters: Readonly<Record<string, string>>;
  private readonly defer: Defer;
  private readonly content: Body;
  private modelVersion: number | undefined;
  /** Headers of the last procedure's answer. */
  private answer = new Headers();

  private constructor(visit: Visit, parameters: Readonly<Record<string, string>>, defer: Defer, content: Body) {
    this.visit = visit;
    this.parameters = parameters;
    this.defer = defer;
    this.content = content;
  }

  /** Reads the body of a request about the tenant that its path names. */
  static async read(visit: Visit, parameters: Readonly<Record<string, string>>, defer: Defer): Promise<OpenFgaCall> {
    const named = atTenant(visit, parameters.tenant);
    return new OpenFgaCall(named, parameters, defer, await contentOf(named.request));
  }

  /** A part of the path. */
  parameter(name: string): string {
    return this.parameters[name] ?? "";
  }

  /** A field of the URL's query. OpenFGA takes an empty one for an absent one. */
  queryField(name: string): string | undefined {
    return this.visit.url.searchParams.get(name) || undefined;
  }

  /** The body. Fields that the schema doesn't have are ignored, as OpenFGA ignores them. Throws `invalid_input`. */
  body<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
    if ("error" in this.content) throw this.content.error;
    const { success, data, error } = schema.safeParse(parse(this.content.text));
    if (!success) throw new AppError("invalid_input", { issues: issuesOf(error) });
    return data;
  }

  /** Requires that a version of the model is the present one. An empty id requires nothing. */
  requireModel(id: string | null | undefined): void {
    if (id) this.modelVersion = readModelId(id);
  }

  /** Calls a procedure. The input is made first, and its error is thrown once the caller is known. */
  async run<Path extends keyof Called>(path: Path, input: () => unknown): Promise<Called[Path]> {
    const { visit, defer } = this;
    const read = inputOrError(input);
    const answer = new Headers();
    this.answer = answer;
    const admit = (context: Context) => this.admitted(context);
    const query = findDirectQuery(path);
    // The output of this procedure, by its path.
    if (query !== undefined) {
      const call = {
        query,
        path,
        input: read,
        answer,
        admit,
        page: async (status: PageStatus) => readPage(visit, status),
      };
      return (await runDirectQuery(visit, call, defer)) as Called[Path];
    }
    const idempotency = readIdempotency(visit.request, 1, defer);
    const context = admit(await createContext(visit, await readPage(visit), { answer, idempotency }));
    return (await callProcedure(context, path, async () => {
      if ("error" in read) throw read.error;
      return read.value;
    })) as Called[Path];
  }

  /** The response, with the headers of the calls that it was made of. */
  withHeaders(response: Response): Response {
    const { headers } = response;
    for (const [name, value] of [...callHeaders(this.visit.request, undefined), ...this.answer])
      if (!headers.has(name)) headers.set(name, value);
    return response;
  }

  /**
   * The context, with the version of the model that the request requires. Throws `body_too_large`, and OpenFGA's errors for a store
   * that isn't the tenant's. The pipeline refuses callers without credentials before that.
   */
  private admitted(context: Context): Context {
    const { caller, tenant } = context;
    const { modelVersion, content } = this;
    const maximum = maxBodyOf(caller);
    if ("bytes" in content && content.bytes > maximum) throw bodyTooLarge(maximum);
    const { store } = this.parameters;
    if (caller.kind !== "anonymous" && store !== undefined) requireStore(store, tenant);
    return { ...context, ...(modelVersion !== undefined && { modelVersion }) };
  }
}

type PageStatus = Parameters<DirectCall["page"]>[0];

/** The version with this id. Throws OpenFGA's errors for an id that no version has. */
export function readModelId(id: string): number {
  if (!ULID.test(id)) throw new OpenFgaError("validation_error", `'${id}' is not the id of an authorization model`);
  const version = versionOf(id);
  if (version === undefined) throw new OpenFgaError("authorization_model_not_found", modelNotFound(id));
  return version;
}

export function modelNotFound(id: string): string {
  return `Authorization Model '${id}' not found`;
}

function requireStore(store: string, tenant: Context["tenant"]): void {
  if (!ULID.test(store)) throw new OpenFgaError("validation_error", `'${store}' is not the id of a store`);
  if (tenant === undefined || store !== storeIdOf(tenant.id))
    throw new OpenFgaError("store_id_not_found", "Store ID not found", "tenant_not_found");
}

async function contentOf(request: Request): Promise<Body> {
  try {
    const bytes = await readBody(request, MAX_BODY);
    return { text: readDocument(bytes), bytes: bytes.byteLength };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** A document; an empty body is an empty one. OpenFGA takes JSON whatever its content type. */
function parse(text: string): unknown {
  let document: unknown;
  try {
    document = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new AppError("invalid_json");
  }
  return plainDocument(document);
}

function inputOrError(input: () => unknown): DirectCall["input"] {
  try {
    return { value: input() };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}
