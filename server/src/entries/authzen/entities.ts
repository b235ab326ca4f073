import * as z from "zod";

/** What can be a name's part: the model's own rules for types and ids decide the rest. */
const type = z
  .string()
  .min(1)
  .max(254)
  .refine((text) => !/[:#\s]/.test(text), "Write a type of the model, without colons, hashes and spaces.");
const id = z.string().min(1).max(512);
const properties = z.record(z.string(), z.unknown()).optional();

/** Entities of the information model (OpenID AuthZEN Authorization API 1.0 §5). Unknown members are ignored (§10.1.1). */
export const subject = z.object({ type, id, properties });
export const resource = z.object({ type, id, properties });
export const action = z.object({ name: z.string().min(1).max(254), properties });
export const context = z.record(z.string(), z.unknown()).optional();

/** An entity that is searched for: its id, if there is one, is ignored (§8.4.1). */
export const sought = z.object({ type, properties });

export const page = z.object({ token: z.string().max(16_384).optional(), limit: z.int().min(1).optional() }).optional();

/** The name of an object or subject in the graph. */
export function nameOf(entity: { readonly type: string; readonly id: string }): string {
  return `${entity.type}:${entity.id}`;
}

/** An object or subject of the graph as an entity. */
export function entityOf(name: string): { type: string; id: string } {
  const colon = name.indexOf(":");
  return { type: name.slice(0, colon), id: name.slice(colon + 1) };
}

interface WithProperties {
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Values of the conditions' parameters: the members of `context`, and each property of an entity under its name after the
 * entity's, such as `resource_ownerID`. Without the prefix a property could take the place of another entity's.
 */
export function conditionContext(
  entities: Readonly<Partial<Record<"subject" | "action" | "resource", WithProperties>>>,
  of: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const prefixed = Object.entries(entities).flatMap(([entity, { properties: values = {} }]) =>
    Object.entries(values).map(([name, value]) => [`${entity}_${name}`, value] as const),
  );
  // Properties last: `context` doesn't replace a property.
  return Object.fromEntries([...Object.entries(of ?? {}), ...prefixed]);
}
