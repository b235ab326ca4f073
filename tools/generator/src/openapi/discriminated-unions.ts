import { isSchemas, propertiesOf, type Schema } from "../schemas.ts";

/**
 * Gives each variant of a discriminated union a component of its own, such as `ReasonTuple`, and names the field that tells
 * them apart: without both, generated clients number the variants, and can't choose one.
 */
export function nameVariants(components: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(components).flatMap(([name, schema]) => nameVariantsOf(name, schema)));
}

function nameVariantsOf(name: string, schema: Schema): [string, Schema][] {
  const { oneOf, ...rest } = schema;
  const propertyName = isSchemas(oneOf) ? discriminatorOf(oneOf) : undefined;
  if (!isSchemas(oneOf) || propertyName === undefined) return [[name, schema]];
  const variants = oneOf.map((variant): [value: string, component: string, Schema] => {
    const value = `${propertiesOf(variant)?.[propertyName]?.const}`;
    return [value, `${name}${inPascalCase(value)}`, variant];
  });
  const refs = variants.map(([value, component]) => [value, `#/components/schemas/${component}`]);
  const union = {
    ...rest,
    oneOf: refs.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName, mapping: Object.fromEntries(refs) },
  };
  return [[name, union], ...variants.map(([, component, variant]): [string, Schema] => [component, variant])];
}

/** The field that has another constant in each variant. */
function discriminatorOf(variants: readonly Schema[]): string | undefined {
  const [first, ...others] = variants.map((variant) => propertiesOf(variant) ?? {});
  return Object.keys(first ?? {}).find((name) =>
    [first, ...others].every((properties) => typeof properties?.[name]?.const === "string"),
  );
}

/** `condition_not_met` becomes `ConditionNotMet`. */
function inPascalCase(value: string): string {
  return value.replace(/(?:^|_)(\w)/g, (_, initial: string) => initial.toUpperCase());
}
