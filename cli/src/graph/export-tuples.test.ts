import { afterAll, beforeAll, expect, it } from "vitest";
import { failingService, fakeService, testHome } from "../../test/test-io.ts";

let home: ReturnType<typeof testHome>;
beforeAll(() => {
  home = testHome();
});
afterAll(() => home.remove());

const env = { CF_AUTH_URL: "https://auth.example.com/", CF_AUTH_KEY: "sk_live_test", CF_AUTH_TENANT: "acme" };

/** A service whose graph is too large for a response; `file` answers the download. */
function largeGraph(file: () => Response) {
  const service = fakeService({ csv: null, key: "graph.csv", tupleCount: 2, revision: "7" });
  const refuse = failingService("export_too_large", 413);
  const downloads: { target: string; headers: Headers }[] = [];
  const fetch: typeof globalThis.fetch = async (target, init) => {
    if (init?.method === "GET") {
      downloads.push({ target: `${target}`, headers: new Headers(init.headers) });
      return file();
    }
    return `${init?.body}`.includes('"r2"') ? await service.fetch(target, init) : await refuse(target);
  };
  return { fetch, downloads };
}

it("a graph that is too large for a response is downloaded from R2", async () => {
  const { fetch, downloads } = largeGraph(() => new Response("subject_type\nuser\n"));
  const result = await home.run(["export"], { env, fetch });
  expect(result).toMatchObject({ code: 0, out: "subject_type\nuser\n" });
  expect(result.err).toContain("exported through R2");
  expect(downloads.map(({ target }) => target)).toEqual(["https://auth.example.com/authz/graph.csv"]);
  expect(downloads[0]?.headers.get("authorization")).toBe("Bearer sk_live_test");
  expect(downloads[0]?.headers.get("x-tenant-id")).toBe("acme");
});

it("a failed download has the service's error", async () => {
  const error = {
    code: "graph_file_not_found",
    message: "There is no file.",
    action: "Export it.",
    requestId: "req_2",
  };
  const { fetch } = largeGraph(() => Response.json({ error }, { status: 404 }));
  const result = await home.run(["export"], { env, fetch });
  expect(result).toMatchObject({ code: 1, out: "" });
  expect(result.err).toContain("There is no file. (graph_file_not_found)\n  Export it.\n  request id: req_2");
});

it("a download from something else than the service exits with 4", async () => {
  const { fetch } = largeGraph(() => new Response("<html>", { status: 502 }));
  expect(await home.run(["export"], { env, fetch })).toMatchObject({ code: 4 });
});
