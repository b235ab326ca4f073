/** The words of a text, each once. */
export function list(text: string): readonly string[] {
  return [...new Set(text.trim().split(/\s+/))];
}
