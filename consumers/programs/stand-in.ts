/** A service that answers from a list by path; what it is asked for is kept. */
export function standIn(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const path = `${input}`.split("/trpc/")[1] ?? "";
    asked.push(path);
    const json = answers[path];
    return json === undefined ? refusal() : Response.json({ result: { data: { json } } });
  };
  return { fetch, asked };
}

function refusal(): Response {
  const facts = { code: "forbidden", action: "Ask.", retryable: false, requestId: "req_1", details: {} };
  const data = { ...facts, httpStatus: 403 };
  return Response.json({ error: { json: { message: "No.", code: -32003, data } } }, { status: 403 });
}
