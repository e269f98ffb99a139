import { z } from 'zod';
import type { Call } from '../../packages/sdk/contract/call';
import { CALLS } from '../../packages/sdk/contract/calls';
import { isPersonal, withoutPersonal } from '../../src/api/personal';

const CANARY = 'ada@customer.example';

/** Fields that are called like something of a person, and are none: each says why. */
const NOT_PERSONAL: Readonly<Record<string, string>> = {
  'examineConnector.name': 'of a check',
  'testConnection.name': 'of a check',
  'checkSettings.name': 'of a check',
  'readOffers.name': 'of a field, a tag, an attribute or a list',
  'makeLists.name': 'of a list of Brevo',
  'uninstallConnector.name': 'of a list of Brevo',
  'readProgress.name': 'of a list of Gorgias',
  'readStatus.name': 'of a list of Gorgias',
  'readLive.name': 'of a list of Gorgias',
  'planSync.name': 'of a list of Gorgias',
  'listDeliveries.name': 'of an event or a campaign',
  'readAutomations.name': 'of a rule or a macro',
  'readSatisfaction.name': 'of a channel, a tag or an agent',
  'readEventStream.name': 'of an agent',
  'readWebhookGuide.name': 'of an integration',
  'readWebhookGuide.note': 'a sentence of ours',
  'setUpWebhooks.name': 'of an integration',
  'setUpWebhooks.address': 'of the connector',
  'removeWebhooks.name': 'of an integration',
  'removeWebhooks.address': 'of the connector',
};
const OF_A_PERSON =
  /^(?:e-?mail|name|first_?name|last_?name|address|phone|subject|comment|satisfaction_comment|note|has|should)$/i;

interface Field {
  readonly at: string;
  readonly schema: z.core.$ZodType;
}

/** Every field of a schema, however deep. */
function fieldsOf(schema: z.core.$ZodType, at: string): readonly Field[] {
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, inner]) => [
      { at: name, schema: inner },
      ...fieldsOf(inner, name),
    ]);
  return partsOf(schema).flatMap((part) => fieldsOf(part, at));
}

function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return [schema.unwrap()];
  return [];
}

/** A value that the schema takes, with a person in every text that may hold one. */
function sampleOf(schema: z.core.$ZodType): unknown {
  if (isPersonal(schema)) return CANARY;
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries<z.core.$ZodType>(schema.shape).map(([name, inner]) => [name, sampleOf(inner)]),
    );
  if (schema instanceof z.ZodArray) return Array.from({ length: lengthOf(schema) }, () => sampleOf(schema.element));
  if (schema instanceof z.ZodTuple) return schema._zod.def.items.map(sampleOf);
  if (schema instanceof z.ZodRecord) return { key: sampleOf(schema.valueType) };
  if (schema instanceof z.ZodUnion) return sampleOf(schema.options[0]!);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return sampleOf(schema.unwrap());
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodNumber) return 1;
  if (schema instanceof z.ZodBoolean) return true;
  return 'text';
}

function lengthOf(schema: z.ZodArray): number {
  return (
    [1, 60].find((length) => schema.safeParse(Array.from({ length }, () => sampleOf(schema.element))).success) ?? 1
  );
}

const calls = Object.values<Call>(CALLS);

describe('whoever sees no people', () => {
  it.each(calls.map((call) => [call.id, call] as const))('gets none of them in an answer of %s', (_id, { answer }) => {
    const sample = sampleOf(answer);
    const given = withoutPersonal(answer, answer.parse(sample));

    expect(JSON.stringify(given)).not.toContain(CANARY);
    // It is an answer of the call all the same.
    expect(answer.parse(given)).toEqual(given);
    expect(Object.keys(given as object)).toEqual(Object.keys(sample as object));
  });

  it('finds every field marked that is called like something of a person, or excused by name', () => {
    const found = calls.flatMap(({ id, answer }) =>
      fieldsOf(answer, '')
        .filter(({ at, schema }) => OF_A_PERSON.test(at) && !isPersonal(schema))
        .map(({ at }) => `${id}.${at}`),
    );

    expect([...new Set(found)].sort()).toEqual(Object.keys(NOT_PERSONAL).sort());
  });

  it('is given what is not marked as it is, and of the list of events the one that it is', () => {
    const schema = z.object({
      any: z.union([
        z.object({ kind: z.literal('a'), text: z.string() }),
        z.object({ kind: z.literal('b'), text: z.null() }),
      ]),
      list: z.array(z.object({ email: z.string().nullable().meta({ personal: true }), id: z.number() })),
    });
    const value = { any: { kind: 'a', text: 'seen' }, list: [{ email: CANARY, id: 3 }] };

    expect(withoutPersonal(schema, value)).toEqual({ ...value, list: [{ email: null, id: 3 }] });
    expect(() => withoutPersonal(z.object({ odd: z.map(z.string(), z.string()) }), { odd: new Map() })).toThrow(/kind/);
  });
});
