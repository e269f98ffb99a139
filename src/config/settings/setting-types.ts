import { isIP } from 'node:net';
import { z } from 'zod';
import { formatDuration, MAX_DURATION_MS, parseDuration } from './duration';
import {
  type Meant,
  meantCountry,
  meantDomain,
  meantDuration,
  meantDurationOr,
  meantEvent,
  meantNumber,
  meantOneOf,
  meantSwitch,
} from './meant';
import { type ListRef } from '../../domain/list-name';
import { isPhoneCountry } from '../../domain/contact/phone';
import { GORGIAS_DOMAIN_TEXT, isGorgiasDomain } from '../../domain/account/gorgias-domain';

/** What a setting may be: the schema that checks it, and the words that complete "must be …". */
export interface SettingType<Value, Written> {
  readonly expects: string;
  readonly schema: z.ZodType<Value, Written>;
  /** What a wrong value was meant to be, where that can be told. */
  readonly meant?: Meant | undefined;
  /** Of a list: the words for each of its entries. */
  readonly entry?: string;
}

export const trueOrFalse: SettingType<boolean, boolean> = {
  expects: 'true or false',
  schema: z.boolean(),
  meant: meantSwitch,
};

export function wholeNumber(min: number, max: number): SettingType<number, number> {
  return { expects: `a whole number from ${min} to ${max}`, schema: z.int().min(min).max(max), meant: meantNumber };
}

export const perSecond: SettingType<number, number> = {
  expects: 'a number above 0 and up to 100',
  schema: z.number().positive().max(100),
};

/** Brevo counts its lists and templates up from 1; the store keeps their numbers as an `int`. */
const HIGHEST = 2_147_483_647;
const brevoNumber = z.int().min(1).max(HIGHEST);

export const brevoTemplate: SettingType<number, number> = {
  expects: `the number of a Brevo template from 1 to ${HIGHEST}`,
  schema: brevoNumber,
  meant: meantNumber,
};

/** As long as those that `tajo init` makes. */
const LONGEST_LIST_NAME = 100;

/** A number in quotes may be either; which one is meant, only a person can say. */
export const brevoList: SettingType<ListRef, ListRef> = {
  expects: `the number of a Brevo list from 1 to ${HIGHEST}, without quotes, or its name of 1 to ${LONGEST_LIST_NAME} characters`,
  schema: z.union([brevoNumber, text(LONGEST_LIST_NAME).schema.refine((name) => !/^\d+$/.test(name))]),
  meant: meantNumber,
};

export function text(maxLength: number): SettingType<string, string> {
  return { expects: `text of 1 to ${maxLength} characters`, schema: z.string().trim().min(1).max(maxLength) };
}

export function choice<const Values extends readonly string[]>(
  ...values: Values
): SettingType<Values[number], Values[number]> {
  return { expects: `one of ${values.join(', ')}`, schema: z.enum(values), meant: meantOneOf(values) };
}

export function listOf<Value extends string>(item: SettingType<Value, Value>): SettingType<Value[], Value[]> {
  const unique = z.array(item.schema).refine((values) => new Set(values).size === values.length);
  return {
    expects: `a list, each entry once and ${item.expects}`,
    entry: item.expects,
    schema: unique,
    meant: item.meant,
  };
}

/** What a reverse proxy may be named by; the three words stand for the private networks of RFC 1918, RFC 4193 and the like. */
export const proxyAddress: SettingType<string, string> = {
  expects: 'an IP address, a network such as 10.0.0.0/8, or one of loopback, linklocal, uniquelocal',
  schema: z.string().refine((written) => {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(written)) return true;
    const [address = '', bits, ...more] = written.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
    return more.length === 0 && most > 0 && length <= most;
  }),
};

/** Written `90s`, `15m`, `1h`, `7d`; read as milliseconds. */
export function duration(minMs: number): SettingType<number, string> {
  return {
    expects: `a duration of ${bounds(minMs)}, such as ${minMs > LONG ? '7d or 400d' : '90s, 15m, 1h or 7d'}`,
    schema: z.string().transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== undefined && ms >= minMs) return ms;
      context.addIssue({ code: 'custom', message: 'no duration' });
      return z.NEVER;
    }),
    meant: meantDuration,
  };
}

/** Where the short ones of the usual examples would be none. */
const LONG = 60_000;

/** Both ends, since who is told only what a duration looks like has often written one. */
function bounds(minMs: number): string {
  const most = `at most ${formatDuration(MAX_DURATION_MS)}`;
  return minMs > 0 ? `at least ${formatDuration(minMs)} and ${most}` : most;
}

export const durationAllOrNone: SettingType<number | 'all' | 'none', string> = {
  expects: `a duration of ${bounds(1_000)}, such as 90d, or all, or none`,
  schema: z.union([z.enum(['all', 'none']), duration(1_000).schema]),
  meant: meantDurationOr({ all: 'all', nothing: 'none' }),
};

export function durationOrNever(minMs: number): SettingType<number | 'never', string> {
  const { expects, schema } = duration(minMs);
  const meant = meantDurationOr({ nothing: 'never' });
  return { expects: `${expects}, or never`, schema: z.union([z.literal('never'), schema]), meant };
}

export const gorgiasDomain: SettingType<string, string> = {
  expects: GORGIAS_DOMAIN_TEXT,
  schema: z.string().refine(isGorgiasDomain),
  meant: meantDomain,
};

/** ISO 3166-1 alpha-2, https://www.iso.org/obp/ui/#search; small letters mean the same. */
export const phoneCountry: SettingType<string, string> = {
  expects: 'the two letters of a country in ISO 3166 (GB for the United Kingdom)',
  schema: z.string().toUpperCase().refine(isPhoneCountry),
  meant: meantCountry,
};

/** What is wrong with a single pattern is told at its own place, by rules/exclude-rules.ts; one that is no text is empty there. */
export const addressPatterns: SettingType<string[], unknown[]> = {
  expects: 'a list of patterns in quotes, or [] to leave out nobody',
  schema: z.array(z.string().trim().catch('')),
};

/** A mapping of which each part is checked where it stands for the account. */
export const sections: SettingType<Record<string, unknown>, Record<string, unknown>> = {
  expects: 'a mapping of settings that differ for this account',
  schema: z.record(z.string(), z.unknown()),
};

/**
 * Brevo publishes no limits for attribute names; this is what its own editor makes of a name. `email` and `ext_id` are its identifiers, not
 * attributes; of the second rules/mapping-rules.ts says why it is not taken.
 */
export const attributeName: SettingType<string, string> = {
  expects: 'a Brevo attribute in capitals, digits and underscores (at most 50), or email',
  schema: z.string().regex(/^(?:[A-Z][A-Z0-9_]{0,49}|email|ext_id)$/),
};

/** https://developers.brevo.com/reference/createevent: at most 255 of letters, digits, underscore and dash. */
export const eventName: SettingType<string, string> = {
  expects: 'a Brevo event name of at most 255 letters, digits, underscores and dashes',
  schema: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/),
  meant: meantEvent,
};
