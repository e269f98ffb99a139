import { z } from 'zod';
import { type Meant } from './meant';
import { type SettingType } from './setting-types';

/** All that is known about one setting; the documentation, the example's comments and the fault sentences are made of it. */
export interface SettingRecord {
  readonly sentence: string;
  readonly expects: string;
  /** As it would be written in the file; null: not set unless the file sets it. */
  readonly fallback: string | null;
  /** What to write after the key. */
  readonly example: string;
  /** Of a list: what an entry was meant to be. */
  readonly meant: Meant | undefined;
  readonly entry: string | undefined;
}

type Words = Pick<SettingRecord, 'expects' | 'meant' | 'entry'>;

interface Described {
  readonly sentence: string;
  readonly example: string;
}

const settings = z.registry<SettingRecord>();
const groups = z.registry<{ readonly sentence: string }>();

const wordsOf = ({ expects, meant, entry }: Omit<SettingType<unknown, unknown>, 'schema'>): Words => ({
  expects,
  meant,
  entry,
});

/** A setting that has a value without the file saying so. */
export function setting<Value, Written>(
  type: SettingType<Value, Written>,
  fallback: Exclude<Written, undefined>,
  described: Described,
): z.ZodPrefault<z.ZodType<Value, Written>> {
  const written = Array.isArray(fallback) ? `[${fallback.map(inFlow).join(', ')}]` : String(fallback);
  const schema = z.prefault(type.schema, fallback);
  return schema.register(settings, { ...described, ...wordsOf(type), fallback: written });
}

/** As an entry between brackets; YAML would take a star for an alias. */
const inFlow = (entry: unknown): string => (/^\w+$/.test(String(entry)) ? String(entry) : `'${String(entry)}'`);

/** A setting that is unset without the file. */
export function optional<Value, Written>(
  type: SettingType<Value, Written>,
  described: Described,
): z.ZodOptional<z.ZodType<Value, Written>> {
  return type.schema.optional().register(settings, { ...described, ...wordsOf(type), fallback: null });
}

/** Inside an optional part: must be there when the part is. */
export function required<Value, Written>(
  type: SettingType<Value, Written>,
  described: Described,
): z.ZodNonOptional<z.ZodType<Value, Written>> {
  return z.nonoptional(type.schema).register(settings, { ...described, ...wordsOf(type), fallback: null });
}

export function group<Shape extends z.ZodRawShape>(
  sentence: string,
  shape: Shape,
): z.ZodPrefault<z.ZodObject<Shape, z.core.$strict>> {
  // An absent group is an empty one: its settings then bring their own defaults.
  return z.prefault(z.strictObject(shape), {} as never).register(groups, { sentence });
}

export function optionalGroup<Shape extends z.ZodRawShape>(
  sentence: string,
  shape: Shape,
): z.ZodOptional<z.ZodObject<Shape, z.core.$strict>> {
  return z.strictObject(shape).optional().register(groups, { sentence });
}

/** Any number of entries under names of the user's choice. */
export function mapOf<Entry extends z.ZodType>(
  sentence: string,
  entry: Entry,
): z.ZodPrefault<z.ZodRecord<z.ZodString, Entry>> {
  return z.prefault(z.record(z.string(), entry), {}).register(groups, { sentence });
}

export const recordOf = (schema: z.ZodType): SettingRecord | undefined => settings.get(schema);
export const groupSentenceOf = (schema: z.ZodType): string | undefined => groups.get(schema)?.sentence;
