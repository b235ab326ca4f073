import * as z from "zod";
import { sha256 } from "../../ports/encoding.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { type CallApi, endpoint } from "./answer.ts";
import { action, conditionContext, context, entityOf, nameOf, page, resource, sought, subject } from "./entities.ts";

/** The largest page, which is also the default. */
const MAX_RESULTS = 1000;

/** A page of a list of the API. */
interface List {
  readonly items: readonly string[];
  readonly conditional: readonly string[];
  readonly excluded?: readonly string[];
  readonly nextCursor: string | null;
}

/** `POST /access/v1/search/subject` (§8.4). */
export const searchSubjects = endpoint(
  z.object({ subject: sought, action, resource, context, page }),
  async ({ page: of, context: environment, ...entities }, call) =>
    await search("subject", { entities, environment, page: of }, async (paging) => {
      const { items, conditional, excluded, nextCursor } = await list(call, "authz.listSubjects", {
        ...{ object: nameOf(entities.resource), relation: entities.action.name, subjectKind: entities.subject.type },
        ...{ context: conditionContext(entities, environment), consistency: "exact", ...paging },
      });
      return { results: items.map(entityOf), conditional, excluded: excluded ?? [], nextCursor };
    }),
);

/** `POST /access/v1/search/resource` (§8.5). */
export const searchResources = endpoint(
  z.object({ subject, action, resource: sought, context, page }),
  async ({ page: of, context: environment, ...entities }, call) =>
    await search("resource", { entities, environment, page: of }, async (paging) => {
      const { items, conditional, nextCursor } = await list(call, "authz.listObjects", {
        ...{ subject: nameOf(entities.subject), relation: entities.action.name, objectType: entities.resource.type },
        ...{ context: conditionContext(entities, environment), consistency: "exact", ...paging },
      });
      return { results: items.map(entityOf), conditional, excluded: [], nextCursor };
    }),
);

/** `POST /access/v1/search/action` (§8.6). All on one page: a type has few relations. */
export const searchActions = endpoint(
  z.object({ subject, resource, context, page }),
  async ({ page: of, context: environment, ...entities }, call) =>
    await search("action", { entities, environment, page: of }, async () => {
      const { relations, conditional } = (await call("authz.listRelations", {
        ...{ subject: nameOf(entities.subject), object: nameOf(entities.resource) },
        ...{ context: conditionContext(entities, environment), consistency: "exact" },
      })) as { relations: string[]; conditional: string[] };
      return { results: relations.map((name) => ({ name })), conditional, excluded: [], nextCursor: null };
    }),
);

async function list(call: CallApi, path: string, input: object): Promise<List> {
  return (await call(path, input)) as List;
}

interface Search {
  readonly entities: object;
  readonly environment: unknown;
  readonly page: z.output<typeof page>;
}

interface Found {
  readonly results: readonly object[];
  readonly conditional: readonly string[];
  readonly excluded: readonly string[];
  readonly nextCursor: string | null;
}

/** One page of a search. What depends on missing context isn't a result; `context` names it, and who is excluded from `type:*`. */
async function search(
  kind: string,
  { entities, environment, page: of = {} }: Search,
  find: (paging: { readonly cursor?: string; readonly limit: number }) => Promise<Found>,
): Promise<object> {
  const query = await sha256(JSON.stringify([kind, entities, environment ?? null]));
  const began = of.token === undefined ? undefined : readToken(of.token, query, of.limit);
  const limit = began?.limit ?? Math.min(of.limit ?? MAX_RESULTS, MAX_RESULTS);
  const { results, conditional, excluded, nextCursor } = await find({
    ...(began !== undefined && { cursor: began.cursor }),
    limit,
  });
  const next = nextCursor === null ? "" : writeToken({ cursor: nextCursor, limit, query });
  const undecided = conditional.length > 0 || excluded.length > 0;
  return {
    page: { next_token: next, count: results.length },
    ...(undecided && { context: { conditional, excluded } }),
    results,
  };
}

const position = z.strictObject({ cursor: z.string(), limit: z.int().min(1).max(MAX_RESULTS), query: z.string() });

function writeToken(of: z.output<typeof position>): string {
  return btoa(JSON.stringify(of));
}

/** Throws `invalid_input` for a token of another search (§8.2). */
function readToken(token: string, query: string, limit: number | undefined): z.output<typeof position> {
  const { data } = position.safeParse(parsed(token));
  if (data === undefined) throw problem("page.token", "Send the next_token of a previous page.");
  if (data.query !== query)
    throw problem("page.token", "This token is of another search: repeat the request unchanged.");
  const isSame = limit === undefined || Math.min(limit, MAX_RESULTS) === data.limit;
  if (!isSame) throw problem("page.limit", "Keep the limit of the first page.");
  return data;
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(atob(token));
  } catch {
    return undefined;
  }
}

function problem(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}
