const CONSTANT = /(?:^|_)(?:SECRETS?|PASSWORD|PEPPER|TOKENS?|KEYS?|CREDENTIALS?)$/;
const CAMEL = /(?:secret|password|pepper|token|credentials?|(?:private|api|access|signing|secret|master)key)$/i;
/** Keys that everybody may know, and ids of keys. */
const SHOWN = /(?:SITE|PUBLIC|PUBLISHABLE)_?KEYS?$/i;

/** Whether a variable or property by this name holds a secret: `JWT_SECRET`, `domainSigningPrivateKey`. */
export function isSecretName(name: string): boolean {
  return (CONSTANT.test(name) || CAMEL.test(name)) && !SHOWN.test(name);
}
