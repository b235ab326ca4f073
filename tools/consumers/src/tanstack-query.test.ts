import { type CfAuthRouter, cfAuthLink } from "@cf-auth/client/trpc";
import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { expect, expectTypeOf, it } from "vitest";
import { MINTED } from "../programs/minted.ts";
import { standIn } from "../programs/stand-in.ts";

const USERS = { items: [{ id: "usr_1", email: "anne@example.com" }], nextCursor: null };

function setUp(answers: Readonly<Record<string, unknown>>) {
  const { fetch, requested } = standIn(answers);
  const link = cfAuthLink({ url: MINTED.url, key: "sk_test_x", fetch, batchChecks: false });
  const client = createTRPCClient<CfAuthRouter>({ links: [link] });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return { trpc: createTRPCOptionsProxy<CfAuthRouter>({ client, queryClient }), queryClient, requested };
}

it("TanStack Query gets a query's result, with its type, once", async () => {
  const { trpc, queryClient, requested } = setUp({ "authz.check": { allowed: true, revision: "7" } });
  const options = trpc.authz.check.queryOptions(
    { subject: "user:anne", relation: "write", object: "repo:api" },
    { staleTime: 60_000 },
  );
  const { allowed } = await queryClient.fetchQuery(options);
  await queryClient.fetchQuery(options);
  expectTypeOf(allowed).toEqualTypeOf<boolean | "conditional">();
  expect([allowed, requested]).toEqual([true, ["authz.check"]]);
});

it("TanStack Query goes through a list page by page", async () => {
  const { trpc, queryClient } = setUp({ "users.list": USERS });
  const { pages } = await queryClient.fetchInfiniteQuery({
    ...trpc.users.list.infiniteQueryOptions({ limit: 10 }, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    initialPageParam: null,
  });
  expect(pages).toEqual([USERS]);
});

it("TanStack Query makes a change, and gets the code of an error", async () => {
  const { trpc, queryClient } = setUp({ "users.create": { user: { id: "usr_1" }, warnings: [] } });
  const create = trpc.users.create.mutationOptions();
  const made = await queryClient.getMutationCache().build(queryClient, create).execute({ email: "a@example.com" });
  expect(made.user.id).toBe("usr_1");
  const refused = queryClient.fetchQuery(trpc.users.get.queryOptions({ id: "usr_1" }));
  await expect(refused).rejects.toMatchObject({ data: { code: "forbidden" } });
});
