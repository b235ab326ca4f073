import { canonicalJson } from "../canonical.ts";
import type { Contract } from "../contract.ts";
import type { Schema } from "../schemas.ts";
import { isRecord, propertiesOf, requiredOf } from "../schemas.ts";
import {
  alternativesOf,
  goneAlternative,
  kindOf,
  newAlternative,
  resembles,
  shapeName,
  typeChange,
} from "./alternatives.ts";
import type { Change, Direction } from "./change.ts";
import { addedField, openness, presenceChanges } from "./fields.ts";
import { limitChanges, ownLimitChanges } from "./limits.ts";

type Shapes = Contract["schemas"];

/** How the values that a schema admits have changed, for senders or receivers. */
export class SchemaDiff {
  /** Pairs of schemas compared already or at present: a schema may contain itself. */
  private readonly seen = new Set<string>();
  private readonly before: Shapes;
  private readonly after: Shapes;

  constructor(before: Shapes, after: Shapes) {
    this.before = before;
    this.after = after;
  }

  compare(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
    if (typeof before.$ref === "string" && typeof after.$ref === "string") {
      const name = before.$ref;
      const pair = [name, after.$ref, direction].join(" ");
      if (this.seen.has(pair)) return [];
      this.seen.add(pair);
      // A change in a named schema is reported once, for that schema.
      const at = name === after.$ref ? `${shapeName(name)} (${direction})` : where;
      return this.compare(resolved(before, this.before), resolved(after, this.after), direction, at);
    }
    if (typeof before.$ref === "string") return this.compare(resolved(before, this.before), after, direction, where);
    if (typeof after.$ref === "string") return this.compare(before, resolved(after, this.after), direction, where);
    if (canonicalJson(before) === canonicalJson(after) && !canonicalJson(before).includes('"$ref"')) return [];
    return [...wordChanges(before, after, where), ...this.values(before, after, direction, where)];
  }

  private values(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
    const [old, now] = [alternativesOf(before), alternativesOf(after)];
    const [only, newOnly] = [old[0], now[0]];
    if (old.length > 1 || now.length > 1) return this.alternatives(old, now, direction, where);
    if (only === undefined || newOnly === undefined) return [];
    return this.single(only, newOnly, direction, where);
  }

  /** A value without alternatives. */
  private single(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
    if (kindOf(before) !== kindOf(after)) return [typeChange(before, after, direction, where)];
    switch (kindOf(before)) {
      case "const":
        return canonicalJson(before.const) === canonicalJson(after.const)
          ? []
          : [
              {
                kind: "breaking",
                where,
                what: `was ${JSON.stringify(before.const)} and is ${JSON.stringify(after.const)}`,
              },
            ];
      case "object":
        return [
          ...ownLimitChanges(before, after, direction, where),
          ...(propertiesOf(before) !== undefined && propertiesOf(after) !== undefined
            ? this.object(before, after, direction, where)
            : this.record(before, after, direction, where)),
        ];
      case "array":
        return [
          ...limitChanges(before, after, direction, where),
          // An array's schema has the schema of its items.
          ...this.compare(before.items as Schema, after.items as Schema, direction, `${where}[]`),
        ];
      default:
        return limitChanges(before, after, direction, where);
    }
  }

  private object(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
    const [old, now] = [propertiesOf(before) ?? {}, propertiesOf(after) ?? {}];
    const [requiredBefore, requiredAfter] = [requiredOf(before), requiredOf(after)];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    const fields = names.flatMap((name): Change[] => {
      const [was, is] = [old[name], now[name]];
      const at = `${where}.${name}`;
      if (was === undefined) return [addedField(requiredAfter.has(name), direction, at)];
      if (is === undefined) return [{ kind: "breaking", where: at, what: "is gone" }];
      const field = {
        before: was,
        after: is,
        wasOptional: !requiredBefore.has(name),
        isOptional: !requiredAfter.has(name),
      };
      return [...presenceChanges(field, direction, at), ...this.compare(was, is, direction, at)];
    });
    return [...fields, ...openness(before, after, direction, where)];
  }

  private record(before: Schema, after: Schema, direction: Direction, where: string): Change[] {
    const [old, now] = [before.additionalProperties, after.additionalProperties];
    if (propertiesOf(before) !== undefined || propertiesOf(after) !== undefined || !isRecord(old) || !isRecord(now)) {
      return [typeChange(before, after, direction, where)];
    }
    return [...limitChanges(before, after, direction, where), ...this.compare(old, now, direction, `${where}.*`)];
  }

  /**
   * Alternatives of a value. Equal ones are paired; each other one is compared with the one that it resembles most.
   */
  private alternatives(before: Schema[], after: Schema[], direction: Direction, where: string): Change[] {
    const left = [...after];
    const take = (fits: (schema: Schema) => boolean) => {
      const at = left.findIndex(fits);
      return at === -1 ? undefined : left.splice(at, 1)[0];
    };
    const unmatched = before.filter((old) => take((now) => canonicalJson(now) === canonicalJson(old)) === undefined);
    const changed = unmatched.flatMap((old) => {
      const now = take((candidate) => resembles(old, candidate));
      return now === undefined
        ? [goneAlternative(old, direction, where)]
        : this.single(resolved(old, this.before), resolved(now, this.after), direction, where);
    });
    const shared = before.filter((old) => typeof old.$ref === "string" && !unmatched.includes(old));
    return [
      ...changed,
      ...left.map((now) => newAlternative(now, direction, where)),
      ...shared.flatMap((old) => this.compare(old, old, direction, where)),
    ];
  }
}

function resolved(schema: Schema, shapes: Shapes): Schema {
  if (typeof schema.$ref !== "string") return schema;
  const found = shapes[shapeName(schema.$ref)];
  if (found === undefined) throw new Error(`There is no shape ${schema.$ref}.`);
  return found;
}

function wordChanges(before: Schema, after: Schema, where: string): Change[] {
  return before.description === after.description ? [] : [{ kind: "fix", where, what: "is described otherwise" }];
}
