import { z } from 'zod';

/**
 * An answer as whoever sees no people may have it: null for every field that the contract marks `personal`. The one place that decides so; what a
 * call says of people is marked in its schema, or is there for everybody.
 * @throws Error for a kind of schema that it cannot look into: no answer of the contract has one.
 */
export function withoutPersonal(schema: z.core.$ZodType, value: unknown): unknown {
  if (isPersonal(schema)) return null;
  if (value === null || value === undefined || isOfNobody(schema)) return value;
  if (schema instanceof z.ZodObject) return overFields(value, (field) => (schema.shape as z.core.$ZodShape)[field]);
  if (schema instanceof z.ZodRecord) return overFields(value, () => schema.valueType);
  if (schema instanceof z.ZodArray) return (value as unknown[]).map((item) => withoutPersonal(schema.element, item));
  if (schema instanceof z.ZodTuple) {
    const { items } = schema._zod.def;
    return (value as unknown[]).map((item, at) => withoutPersonal(items[at] ?? z.unknown(), item));
  }
  if (schema instanceof z.ZodUnion) return withoutPersonal(optionOf(schema, value), value);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return withoutPersonal(schema.unwrap(), value);
  if (PLAIN.some((kind) => schema instanceof kind)) return value;
  throw new Error(
    `an answer has a kind of schema in which nothing personal can be looked for: ${schema._zod.def.type}`,
  );
}

export function isPersonal(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['personal'] === true;
}

/** Said by the contract of what it describes no further: whatever stands there is nobody's. */
function isOfNobody(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['personal'] === false;
}

const PLAIN = [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral, z.ZodNull] as const;

function overFields(value: object, schemaOf: (field: string) => z.core.$ZodType | undefined): unknown {
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const schema = schemaOf(field);
      return [field, schema === undefined ? null : withoutPersonal(schema, inner)];
    }),
  );
}

/** The answer was made by the schema, so one of them fits. */
function optionOf(union: z.ZodUnion, value: unknown): z.core.$ZodType {
  const found = union.options.find((option) => z.safeParse(option, value).success);
  if (found === undefined) throw new Error('an answer fits none of the shapes that it may have');
  return found;
}
