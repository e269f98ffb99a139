import { isGorgiasDomain } from '../../domain/account/gorgias-domain';
import { mayBeMeant } from '../file/nearest';
import { formatDuration } from './duration';

/** What somebody had in mind who wrote this; undefined: nobody can tell. It need not be right: whoever proposes it tries it first. */
export type Meant = (written: string) => string | undefined;

const TRUE = ['true', 'yes', 'y', 'on', '1'];
const FALSE = ['false', 'no', 'n', 'off', '0'];

/** What is true in the YAML of old, in other files and in speech. */
export const meantSwitch: Meant = (written) => {
  const word = written.trim().toLowerCase();
  if (TRUE.includes(word)) return 'true';
  return FALSE.includes(word) ? 'false' : undefined;
};

/** `warning` and `WARN` for `warn`. */
export function meantOneOf(choices: readonly string[]): Meant {
  return (written) => {
    const word = written.trim().toLowerCase();
    const longer = choices.find((choice) => word.startsWith(choice) || (word.length > 2 && choice.startsWith(word)));
    return choices.find((choice) => choice === word) ?? longer ?? mayBeMeant(word, choices);
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const SPELLED = /^(\d{1,6}(?:[.,]\d{1,2})?) ?(?:(s|m|h|d|w)|(sec(?:ond)?|min(?:ute)?|hour|day|week)s?)$/i;

/** `7 days`, `7D`, `1w`, `1.5h`; a number without a unit may be anything. */
export const meantDuration: Meant = (written) => {
  const [, count = '', letter, word] = SPELLED.exec(written.trim()) ?? [];
  const seconds =
    Number(count.replace(',', '.')) * (UNITS[(letter ?? word ?? '').charAt(0).toLowerCase()] ?? Number.NaN);
  return Number.isInteger(seconds) ? formatDuration(seconds * 1_000) : undefined;
};

/** A number in quotes, or with something around it that a number of Brevo never has. */
export const meantNumber: Meant = (written) => /^#?\s*(\d{1,10})$/.exec(written.trim())?.[1];

const DOMAIN = /^(?:https?:\/\/)?([a-z0-9-]+)(?:\.gorgias\.com)?(?::443)?(?:\/.*)?$/i;

/** An address, a subdomain alone, capitals. */
export const meantDomain: Meant = (written) => {
  const [, subdomain = ''] = DOMAIN.exec(written.trim()) ?? [];
  const domain = `${subdomain.toLowerCase()}.gorgias.com`;
  return isGorgiasDomain(domain) && /[a-z]/.test(subdomain.toLowerCase()) ? domain : undefined;
};

/** Everything that Brevo does not take becomes an underscore. */
export const meantEvent: Meant = (written) => {
  const name = written
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? undefined : name;
};

/** Codes that are said and are none in ISO 3166. */
const COUNTRIES: Readonly<Record<string, string>> = { UK: 'GB', EN: 'GB', EL: 'GR', JA: 'JP' };

export const meantCountry: Meant = (written) => COUNTRIES[written.trim().toUpperCase()];

const EVERYTHING = ['always', 'forever', 'everything', 'unlimited', ...TRUE];
const NOTHING = ['none', 'never', 'off', 'nothing', ...FALSE];

/** Words for all and for nothing, where a setting that takes a duration has its own for them. */
export function meantDurationOr({ all, nothing }: { readonly all?: string; readonly nothing: string }): Meant {
  return (written) => {
    const word = written.trim().toLowerCase();
    if (word === all || EVERYTHING.includes(word)) return all;
    return NOTHING.includes(word) ? nothing : meantDuration(written);
  };
}

/** What a text would be without what got into it by hand: the quotes of a page or a document, a comment without the space before it. */
export function repaired(written: string): readonly string[] {
  const quotes = /^[\u2018-\u201f\u00ab\u00bb]+|[\u2018-\u201f\u00ab\u00bb]+$/g;
  return [written.replace(quotes, ''), written.replace(/#.*$/s, '').trim()].filter(
    (text) => text !== written && text !== '',
  );
}
