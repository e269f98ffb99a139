import { asWritten } from '../../../../src/config/file/yaml-tree';
import { findSetting } from '../../../../src/config/settings/setting-index';
import { GORGIAS } from '../../../../src/config/settings/setting-path';
import { NONE } from './list-choice';

/** Stands for any name. */
const ANY = 'any';

/** What is wrong with a text that answers a question, whether it is typed or given by a flag; undefined: nothing. */
type AnswerRule = (text: string) => string | undefined;

/** How a campaign is said in one word. */
export const CAMPAIGN_HELP = 'event:NAME, template:NUMBER, list:NAME or none';

/** Each of them becomes a setting, and is held to the rule of that setting. */
export const waitRule = ruleOf(['csat', 'wait']);
export const delayRule = ruleOf(['campaigns', ANY, 'delay']);
const countryRule = ruleOf(['phone_country'], ', or none');
const eventRule = ruleOf(['campaigns', ANY, 'send', 'event']);
const templateRule = ruleOf(['campaigns', ANY, 'send', 'template_id']);

/** Scores are 1 to 5, and none is both that of a satisfied and of a dissatisfied customer. */
export const satisfiedFromRule: AnswerRule = (text) =>
  /^[2-5]$/.test(text) ? undefined : 'It must be a whole number from 2 to 5.';
export const dissatisfiedToRule: AnswerRule = (text) =>
  /^[1-4]$/.test(text) ? undefined : 'It must be a whole number from 1 to 4.';

export const phoneCountryRule: AnswerRule = (text) => (isNone(text) ? undefined : countryRule(text));

/** A list by its number or its name; that Brevo has one of that number is asked later. */
export const listRule: AnswerRule = (text) =>
  isNone(text) || isList(text) ? undefined : 'It must be the number of a list, a name of 1 to 100 characters, or none.';

export const campaignRule: AnswerRule = (text) => {
  if (isNone(text)) return undefined;
  const { kind, what } = partsOf(text);
  if (kind === 'event') return eventRule(what);
  if (kind === 'template') return templateRule(what);
  return kind === 'list' && !isNone(what) && isList(what) ? undefined : `It must be ${CAMPAIGN_HELP}.`;
};

/** `event:POST_SUPPORT_UPSELL`; the kind is empty where it is none. */
export function partsOf(text: string): { readonly kind: string; readonly what: string } {
  const [, kind = '', what = ''] = /^(event|template|list):(.+)$/i.exec(text.trim()) ?? [];
  return { kind: kind.toLowerCase(), what };
}

function isNone(text: string): boolean {
  return text.trim().toLowerCase() === NONE;
}

function isList(text: string): boolean {
  return settingAt(['lists', 'all_support_contacts']).accepts(asWritten(text.trim()));
}

function ruleOf(path: readonly string[], besides = ''): AnswerRule {
  return (text) => {
    const { accepts, expects, meant } = settingAt(path);
    const isRight = (written: string): boolean => accepts(written) || accepts(asWritten(written));
    if (isRight(text)) return undefined;
    const right = meant?.(text);
    const advice = right === undefined || !isRight(right) ? '' : `: write ${right}`;
    return `It must be ${expects}${besides}${advice}.`;
  };
}

function settingAt(path: readonly string[]): NonNullable<ReturnType<typeof findSetting>> {
  const setting = findSetting([...GORGIAS, ...path]);
  if (setting === undefined) throw new Error(`there is no setting ${path.join('.')}`);
  return setting;
}
