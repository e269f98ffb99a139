import { formatDuration } from '../../../../src/config/settings/duration';
import type { ConnectorConfig } from '../../../../src/config/types';
import { nameKey } from '../../../../src/domain/list-name';
import { tagKey } from '../../../../src/domain/contact/tag';
import type { Offers } from '../../client/insight-types';
import { dissatisfiedToRule, phoneCountryRule, satisfiedFromRule, waitRule } from './answer-rules';
import { askCampaigns } from './ask-campaigns';
import type { Asking } from './asking';
import { type Choices, type ListChoice, SUPPORT_LISTS, type SupportList } from './choices';
import { bestAttribute, fittingAttributes, madeType, mappableFields, standardMapping } from './fitting-attributes';
import { answerOf, fittingList, isSameList, listChoices, listOf, NONE, withNow } from './list-choice';

/** One question after the other, each about something that both vendors really have. */
export async function askSettings(asking: Asking): Promise<Choices> {
  const lists = await askLists(asking);
  const { standardFields, customFields } = await askFields(asking);
  const tags = await askTags(asking);
  const csat = await askThresholds(asking);
  const campaigns = await askCampaigns(asking);
  const phoneCountry = await askPhoneCountry(asking);
  const { domain, lists: knownLists } = asking.offers;
  return { domain, knownLists, lists, standardFields, customFields, tags, csat, campaigns, phoneCountry };
}

interface ListQuestion {
  readonly list: SupportList;
  readonly message: string;
  /** Of a list that is made. */
  readonly name: string;
  readonly flag: 'contactsList' | 'satisfiedList' | 'dissatisfiedList' | 'openSupportList';
  readonly setting: keyof ConnectorConfig['lists'];
}

const LISTS: readonly ListQuestion[] = [
  {
    list: 'all_support_contacts',
    message: 'Which Brevo list gets everybody who has written to support?',
    name: 'All support contacts',
    flag: 'contactsList',
    setting: 'allSupportContacts',
  },
  {
    list: 'satisfied_customers',
    message: 'Which list gets those whose newest score is a good one?',
    name: 'Satisfied customers',
    flag: 'satisfiedList',
    setting: 'satisfiedCustomers',
  },
  {
    list: 'dissatisfied_customers',
    message: 'Which list gets those whose newest score is a bad one?',
    name: 'Dissatisfied customers',
    flag: 'dissatisfiedList',
    setting: 'dissatisfiedCustomers',
  },
  {
    list: 'open_support',
    message: 'Which list gets those with an open ticket, to leave them out of marketing meanwhile?',
    name: 'Open support',
    flag: 'openSupportList',
    setting: 'openSupport',
  },
];

async function askLists({ interview, offers, flags, existing }: Asking): Promise<Choices['lists']> {
  const chosen = new Map<SupportList, ListChoice | null>();
  for (const { list, message, name, flag, setting } of LISTS) {
    const isTaken = (choice: ListChoice | null): boolean =>
      choice !== null && [...chosen.values()].some((other) => other !== null && isSameList(choice, other));
    const free = { lists: offers.lists.filter((one) => !isTaken(one)) };
    const said = existing?.lists[setting] ?? null;
    const now = said === null ? null : answerOf(said, offers);
    const mayStay = now !== null && !isTaken(listOf(now, offers));
    const answer = await interview.choose({
      id: `list.${list}`,
      message,
      given: flags[flag],
      flag: `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      fallback: existing === null ? firstDefault(list, name, offers) : (now ?? NONE),
      choices: withNow(listChoices(free, name), mayStay ? now : null),
      check: (text) => (isTaken(listOf(text, offers)) ? TAKEN : undefined),
    });
    chosen.set(list, listOf(answer, offers));
  }
  const of = (list: SupportList): ListChoice | null => chosen.get(list) ?? null;
  const [all, satisfied, dissatisfied, open] = SUPPORT_LISTS;
  return { [all]: of(all), [satisfied]: of(satisfied), [dissatisfied]: of(dissatisfied), [open]: of(open) };
}

/** Each of them loses people that another one keeps. */
const TAKEN = 'This list is taken for something else already.';

/** Nobody needs the last one before marketing is told to leave it out. */
function firstDefault(list: SupportList, name: string, offers: Offers): string {
  const fitting = fittingList(offers, name);
  return list === 'open_support' && fitting === name ? NONE : fitting;
}

async function askFields({
  interview,
  offers,
  flags,
  existing,
}: Asking): Promise<Pick<Choices, 'standardFields' | 'customFields'>> {
  const standardFields = existing === null ? standardMapping(offers) : null;
  const known = standardFields ?? existing?.fieldMapping ?? {};
  const custom: Record<string, string | null> = {};
  for (const field of mappableFields(offers)) {
    const others = Object.entries({ ...known, ...custom }).filter(([source]) => source !== field.name);
    const taken = new Set(others.flatMap(([, attribute]) => (attribute === null ? [] : [attribute])));
    const best = bestAttribute(field, offers, taken);
    const fitting = fittingAttributes(field, offers, taken);
    const isMade = !fitting.includes(best);
    const now = existing === null ? undefined : (existing.fieldMapping[field.name] ?? NONE);
    const answer = await interview.choose({
      id: `field.${field.name}`,
      flag: `--field ${field.name}=ATTRIBUTE`,
      given: flags.field?.[field.name],
      message: `Which Brevo attribute takes Gorgias’ field “${field.label}”?`,
      fallback: now ?? best,
      choices: withNow(
        [
          { value: best, label: best, hint: isMade ? `is made, of type ${madeType(field)}` : 'fits by name and type' },
          ...fitting.filter((name) => name !== best).map((name) => ({ value: name, label: name })),
          { value: NONE, label: 'None' },
        ],
        now === undefined || taken.has(now) ? null : now,
      ),
    });
    custom[field.name] = answer.toLowerCase() === NONE ? null : answer;
  }
  return { standardFields, customFields: custom };
}

/** Tags as segments. Nobody wants a list for each of a hundred tags unasked; one that has a list of its name is one already. */
async function askTags({ interview, offers, flags, existing }: Asking): Promise<Choices['tags']> {
  const before = existing?.tags.lists ?? {};
  const hasList = (name: string): boolean => offers.lists.some((list) => nameKey(list.name) === nameKey(name));
  const now = Object.keys(before);
  // Each spelling of a tag is that tag.
  const spelled = [...now, ...offers.tags.map(({ name }) => name)];
  const names = spelled.filter((name, index) => spelled.findIndex(isTag(name)) === index);
  if (names.length === 0 && flags.tag === undefined) return {};
  const answer = await interview.chooseMany({
    id: 'tags',
    flag: '--tag TAG',
    given: flags.tag?.filter((name) => name.toLowerCase() !== NONE),
    message: 'Which tags are segments, each with a Brevo list of its own?',
    fallback: existing === null ? names.filter(hasList) : now,
    choices: names.map((name) => ({ value: name, label: name, hint: usageOf(name, offers) })),
  });
  return Object.fromEntries(
    answer.map((tag) => {
      const kept = Object.entries(before).find(([name]) => isTag(tag)(name));
      const list =
        kept === undefined ? listNamed(tag, offers) : (listOf(String(kept[1]), offers) ?? listNamed(tag, offers));
      return [kept?.[0] ?? tag, list] as const;
    }),
  );
}

function listNamed(tag: string, offers: Offers): ListChoice {
  return offers.lists.find(({ name }) => nameKey(name) === nameKey(tag)) ?? { id: null, name: tag.trim() };
}

function isTag(name: string): (other: string) => boolean {
  return (other) => tagKey(other) === tagKey(name);
}

function usageOf(name: string, { tags }: Offers): string {
  const usage = tags.find((tag) => tag.name === name)?.usage ?? null;
  return usage === null ? '' : `on ${String(usage)} tickets`;
}

async function askThresholds({ interview, flags, existing }: Asking): Promise<Choices['csat']> {
  const csat = existing?.csat ?? { waitMs: 7 * 86_400_000, satisfiedFrom: 4, dissatisfiedTo: 2 };
  const wait = await interview.text({
    id: 'survey_wait',
    flag: '--survey-wait',
    given: flags.surveyWait,
    message: 'How long does a closed ticket wait for an answer to its survey?',
    fallback: formatDuration(csat.waitMs),
    check: waitRule,
  });
  const from = await interview.text({
    id: 'satisfied_from',
    flag: '--satisfied-from',
    given: flags.satisfiedFrom,
    check: satisfiedFromRule,
    message: 'From which score (1 to 5) is a customer satisfied?',
    fallback: String(csat.satisfiedFrom),
  });
  const to = await interview.text({
    id: 'dissatisfied_to',
    flag: '--dissatisfied-to',
    given: flags.dissatisfiedTo,
    message: 'Up to which score is a customer dissatisfied?',
    fallback: String(Math.min(csat.dissatisfiedTo, Math.max(1, Number(from) - 1))),
    check: (text) =>
      dissatisfiedToRule(text) ?? (Number(text) < Number(from) ? undefined : `It must be below ${from}.`),
  });
  return { wait, satisfiedFrom: Number(from), dissatisfiedTo: Number(to) };
}

async function askPhoneCountry({ interview, flags, existing }: Asking): Promise<string | null> {
  const answer = await interview.text({
    id: 'phone_country',
    flag: '--phone-country',
    given: flags.phoneCountry,
    message: 'Of which country are phone numbers without a country code (NL, DE, US …)?',
    fallback: existing?.phoneCountry ?? NONE,
    check: phoneCountryRule,
  });
  return answer.toLowerCase() === NONE ? null : answer.toUpperCase();
}
