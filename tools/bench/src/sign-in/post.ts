/** One call without the SDK, so that the client's cost is small and constant. Throws on a failure. */
export async function post(url: string, body: unknown, key?: string): Promise<unknown> {
  const headers = { "content-type": "application/json", ...(key !== undefined && { "x-api-key": key }) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
