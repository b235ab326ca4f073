import { Environment } from "@marcbachmann/cel-js";
import { RE2JS } from "re2js";
import { IpAddress } from "./ip-address.ts";
import { MAX_NESTING, MAX_NODES } from "./limits.ts";

/** A condition cannot be evaluated with these values; the message says why. */
export class Unusable extends Error {}

/**
 * What cel-js calls `matches` runs on backtracking regular expressions, which a pattern can make take for ever; calls
 * of it are renamed to this, which takes time linear in its input, with the syntax that CEL means: RE2's.
 */
export const LINEAR_MATCHES = "matchesInLinearTime";

export const IP_ADDRESS = "IPAddress";

/** CEL as OpenFGA extends it, with the parameters of one condition by their CEL types. */
export function environmentFor(parameters: ReadonlyMap<string, string>): Environment {
  const environment = BASE.clone();
  for (const [name, type] of parameters) environment.registerVariable(name, type);
  return environment;
}

const BASE = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_NESTING },
})
  .registerType(IP_ADDRESS, IpAddress)
  .registerFunction(`ipaddress(string): ${IP_ADDRESS}`, (text: string) => {
    const address = IpAddress.parse(text);
    if (address === undefined) throw new Unusable(`${text} is no IP address`);
    return address;
  })
  .registerFunction(`${IP_ADDRESS}.in_cidr(string): bool`, (address: IpAddress, cidr: string) => {
    const isIn = address.isIn(cidr);
    if (isIn === undefined) throw new Unusable(`${cidr} is no network`);
    return isIn;
  })
  .registerOperator(`${IP_ADDRESS} == ${IP_ADDRESS}`, (a: IpAddress, b: IpAddress) => a.equals(b))
  .registerFunction(`string.${LINEAR_MATCHES}(string): bool`, (text: string, pattern: string) =>
    compiled(pattern).matcher(text).find(),
  );

/** Patterns are mostly constants of the model, so the last few are kept. */
const patterns = new Map<string, RE2JS>();
const MOST_PATTERNS = 200;

function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  try {
    const made = RE2JS.compile(pattern);
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(pattern, made);
    return made;
  } catch {
    throw new Unusable(`${pattern} is no regular expression`);
  }
}
