/** Endings of a secret's name: of a variable, a property or a YAML key. */
const ENDINGS: readonly RegExp[] = [
  /(?:secret|passw(?:or)?d|pepper|token|credentials?)$/i,
  /(?:private|api|access|signing|secret|master)[_-]?key$/i,
  // Other keys are secret only with a separate word: `SMOKE_KEY`, not `partitionKey`.
  /[_.:-]key$/i,
  // Plurals and single words count in variables only: many properties named `tokens` and `key` are not secret.
  /(?:^|_)(?:SECRETS|TOKENS|KEYS?)$/,
];
/** Keys that are public. */
const SHOWN = /(?:site|public|publishable)[_-]?keys?$/i;

/** Whether a variable or property with this name holds a secret: `JWT_SECRET`, `domainSigningPrivateKey`. */
export function isSecretName(name: string): boolean {
  return ENDINGS.some((ending) => ending.test(name)) && !SHOWN.test(name);
}
