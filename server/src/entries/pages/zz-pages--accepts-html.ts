/** Whether a person looks at the answer: browsers name HTML when they open a page; programs take anything, or JSON. */
export function acceptsHtml(request: Request): boolean {
  return /\btext\/html\b/i.test(request.headers.get("accept") ?? "");
}
