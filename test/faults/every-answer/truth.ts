import { expectedContacts } from '../../support/oracle';
import type { Story } from './answers';
import type { Person } from './doors';
import type { Shop } from './shop';

export interface Visitor extends Person {
  readonly name: string;
  readonly story: Story;
}

/** Not settled by a visit alone: they need messages and details, which are read in the slow lane. */
const LATER = ['AVG_RESPONSE_TIME', 'SMS'];
const OURS = [35, 36, 37];

const SCORES = { satisfied: 5, neutral: 3, dissatisfied: 1 } as const;

export function scoreOf(story: Story): number | null {
  return story === 'opened' || story === 'closed' ? null : SCORES[story];
}

/** What each visitor must have been told, by the event's name. */
export function toldTo(story: Story): readonly string[] {
  const events = ['SUPPORT_CUSTOMER_CREATED', 'SUPPORT_TICKET_OPENED'];
  if (story === 'opened') return events;
  events.push('SUPPORT_TICKET_RESOLVED');
  if (story === 'closed') return events;
  events.push('CSAT_SURVEY_SENT', 'CSAT_SUBMITTED');
  return story === 'satisfied' ? [...events, 'UPSELL'] : events;
}

/** What is not as it must be with a visitor; `isListed`: whether we have said of an event that it could not be told. */
export function wrongWith(
  { sandbox, lane }: Shop,
  visitor: Visitor,
  isListed: (name: string) => boolean = () => false,
): readonly string[] {
  const { brevo, world } = sandbox;
  const wrong = contactWrongs(shopContacts(world, lane.now()), brevo.state, visitor.email);
  const contactId = brevo.state.contact(visitor.email)?.id ?? null;
  const told = brevo.state
    .events()
    .filter(({ contactId: id, identifiers }) => id === contactId || identifiers['email_id'] === visitor.email);
  for (const name of new Set([...toldTo(visitor.story), ...told.map((event) => event.name)])) {
    const times = told.filter((event) => event.name === name).length;
    const wanted = toldTo(visitor.story).includes(name) ? 1 : 0;
    if (times === wanted || (times < wanted && isListed(name))) continue;
    wrong.push(`${name} was told ${String(times)} times`);
  }
  const mails = brevo.state.mails().filter(({ to }) => to.includes(visitor.email)).length;
  const mailed = visitor.story === 'dissatisfied' ? 1 : 0;
  if (mails !== mailed && !(mails < mailed && isListed('win-back'))) wrong.push(`mailed ${String(mails)} times`);
  const joins = brevo.state.contact(visitor.email)?.listIds.includes(41) === true;
  if (joins !== (visitor.story === 'neutral') && !(!joins && isListed('newsletter')))
    wrong.push(joins ? 'is on the newsletter' : 'is not on the newsletter');
  return wrong;
}

/** Attributes that say what Gorgias wrote into a field that may hold any text, or none. */
const SAID_BY: Readonly<Record<string, readonly string[]>> = {
  name: ['FIRSTNAME', 'LASTNAME'],
  firstname: ['FIRSTNAME'],
  lastname: ['LASTNAME'],
  channel: ['LAST_SUPPORT_CHANNEL'],
};

/** Whether the vendor has said so, in a form that may be true: odd as it looks, nobody has to be told. `given`: what was odd, `name is {…}`. */
export function isBelieved(what: string, given: readonly string[]): boolean {
  return given.some((said) => {
    const [place = '', value = ''] = said.split(/ is (.*)/s);
    const { json = null } = JSON.parse(value === '' ? '{}' : value) as { json?: unknown };
    const attributes = SAID_BY[place.split('.').at(-1) ?? ''] ?? [];
    return (json === null || typeof json !== 'object') && attributes.some((name) => what.startsWith(`${name} is `));
  });
}

/** What is not as it must be with everybody's contact, but for some. */
export function wrongContacts({ sandbox, lane }: Shop, but: readonly string[] = []): readonly string[] {
  const contacts = shopContacts(sandbox.world, lane.now());
  return [...contacts.keys()]
    .filter((email) => !but.includes(email))
    .flatMap((email) => contactWrongs(contacts, sandbox.brevo.state, email).map((what) => `${email}: ${what}`));
}

export const shopContacts = expectedContacts;

export function contactWrongs(
  contacts: ReturnType<typeof expectedContacts>,
  state: Shop['sandbox']['brevo']['state'],
  email: string,
): string[] {
  const expected = contacts.get(email);
  const contact = state.contact(email);
  if (expected === undefined) return ['is nobody of this shop'];
  if (contact === null) return ['has no contact'];
  const wrong: string[] = [];
  const names = new Set([...Object.keys(expected.attributes), ...Object.keys(contact.attributes)]);
  for (const name of names) {
    if (LATER.includes(name) || expected.attributes[name] === contact.attributes[name]) continue;
    // A boolean is true or absent.
    wrong.push(`${name} is ${String(contact.attributes[name])}, not ${String(expected.attributes[name])}`);
  }
  const lists = contact.listIds.filter((id) => OURS.includes(id)).sort((a, b) => a - b);
  // Whoever is blocklisted is on none, or where they were.
  if (!contact.emailBlacklisted && lists.join() !== expected.lists.join())
    wrong.push(`is on ${lists.join()}, not on ${expected.lists.join()}`);
  return wrong;
}
