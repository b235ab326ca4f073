/** A fake service with responses by path, which records the requested paths. */
export function standIn(answers: Readonly<Record<string, unknown>>) {
  const requested: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const path = `${input}`.split("/trpc/")[1] ?? "";
    requested.push(path);
    const json = answers[path];
    return json === undefined ? refusal() : Response.json({ result: { data: { json } } });
  };
  return { fetch, requested };
}

function refusal(): Response {
  const facts = { code: "forbidden", action: "Sign in again.", retryable: false, requestId: "req_1", details: {} };
  const data = { ...facts, httpStatus: 403 };
  return Response.json({ error: { json: { message: "No.", code: -32003, data } } }, { status: 403 });
}
