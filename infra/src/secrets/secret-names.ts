/** What a secret's name ends in: of a variable, of a property, of a key in YAML. */
const ENDINGS: readonly RegExp[] = [
  /(?:secret|passw(?:or)?d|pepper|token|credentials?)$/i,
  /(?:private|api|access|signing|secret|master)[_-]?key$/i,
  // Other keys are a secret's by a word of their own: `SMOKE_KEY`, not `partitionKey`.
  /[_.:-]key$/i,
  // Several of them, or a word alone, are a variable's: `tokens` and `key` are properties of much that is none.
  /(?:^|_)(?:SECRETS|TOKENS|KEYS?)$/,
];
/** Keys that everybody may know. */
const SHOWN = /(?:site|public|publishable)[_-]?keys?$/i;

/** Whether a variable or property by this name holds a secret: `JWT_SECRET`, `domainSigningPrivateKey`. */
export function isSecretName(name: string): boolean {
  return ENDINGS.some((ending) => ending.test(name)) && !SHOWN.test(name);
}
