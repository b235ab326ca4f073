/**
 * The form in which addresses are compared: NFKC, then lower case, the whole address. Providers differ in what
 * they ignore beyond that (dots, `+tags`), so nothing more is folded.
 */
export function emailKey(email: string): string {
  return email.normalize("NFKC").toLowerCase();
}
