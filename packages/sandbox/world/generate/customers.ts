import { createRandom, type Random } from '../../random';
import { DAY, HOUR, SECOND, type Micros } from '../../time';
import { familyNames, givenNames, mailboxWords, mailDomains } from '../names';
import { type ResolvedWorldOptions } from '../options';
import { type ChannelRecord, type CustomerRecord, type FieldValue, type ShopRecord } from '../records';
import { field } from '../staff';
import { type Texts } from '../texts';
import { badPhone, madeUpPhone } from './phones';

const firstId = 519_000_000;
const none: readonly ChannelRecord[] = Object.freeze([]);
const noFields: Readonly<Record<string, FieldValue>> = Object.freeze({});

export interface PastSpan {
  readonly startUs: Micros;
  readonly endUs: Micros;
}

/** Customers in the order of their ids and of `created_datetime`. */
export function generateCustomers(options: ResolvedWorldOptions, texts: Texts, span: PastSpan): CustomerRecord[] {
  const random = createRandom(options.seed * 31 + 1);
  const customers: CustomerRecord[] = [];
  for (let index = 0; index < options.customers; index += 1) {
    const at = (index + random.next()) / options.customers;
    const exact = Math.floor(span.startUs + (span.endUs - span.startUs) * at);
    const createdUs = wasImported(index, options) ? importTime(options, span) : exact;
    customers.push(createCustomer({ index, createdUs, random, options, texts, endUs: span.endUs }));
  }
  if (options.oddities) sharePhones(customers);
  return customers;
}

/** A bulk import leaves a run of rows with the very same whole second: the tie that a cursor must break by id. */
function wasImported(index: number, { oddities, customers }: ResolvedWorldOptions): boolean {
  return (
    oddities && customers >= 40 && index >= customers / 10 && index < customers / 10 + Math.min(150, customers / 20)
  );
}

function importTime({ customers }: ResolvedWorldOptions, { startUs, endUs }: PastSpan): Micros {
  const exact = startUs + ((endUs - startUs) * Math.ceil(customers / 10)) / customers;
  return Math.floor(exact / SECOND) * SECOND;
}

interface Draft {
  readonly index: number;
  readonly createdUs: Micros;
  readonly endUs: Micros;
  readonly random: Random;
  readonly options: ResolvedWorldOptions;
  readonly texts: Texts;
}

function createCustomer({ index, createdUs, endUs, random, options, texts }: Draft): CustomerRecord {
  const id = firstId + index * 3 + random.int(0, 2);
  const hasEmail = !(options.oddities && random.chance(0.08));
  const names = pickNames(random, texts, options.oddities);
  const updatedUs =
    createdUs + (random.chance(0.5) ? 0 : Math.floor(random.next() * Math.min(endUs - createdUs, 300 * DAY)));
  return {
    id,
    externalId: random.chance(0.4) ? `shop-${6_000_000 + index}` : null,
    email: hasEmail ? pickEmail(index, random, options) : null,
    ...names,
    language: random.chance(0.6) ? random.pick(['en', 'fr', 'de', 'es']) : null,
    timezone: random.chance(0.3) ? random.pick(['Europe/Paris', 'America/New_York', 'Asia/Tokyo']) : null,
    note: random.chance(0.1) ? texts.mark('Prefers to be written to') : null,
    channels: pickChannels({ index, random, texts, hasEmail, oddities: options.oddities }),
    fields: random.chance(0.4) ? pickFields(random, texts) : noFields,
    shop: random.chance(0.6) ? pickShop(random) : null,
    createdUs,
    updatedUs: Math.max(createdUs, Math.min(updatedUs, endUs - HOUR)),
  };
}

function pickNames(
  random: Random,
  texts: Texts,
  oddities: boolean,
): Pick<CustomerRecord, 'name' | 'firstname' | 'lastname'> {
  const kind = random.next();
  if (oddities && kind < 0.03) return { name: null, firstname: '', lastname: '' };
  if (oddities && kind < 0.05) return { name: '', firstname: '', lastname: '' };
  const firstname = texts.mark(random.pick(givenNames));
  if (oddities && kind < 0.09) return { name: firstname, firstname, lastname: '' };
  const lastname = texts.mark(random.pick(familyNames));
  return { name: `${firstname} ${lastname}`, firstname, lastname };
}

function pickEmail(index: number, random: Random, { canary, oddities }: ResolvedWorldOptions): string {
  const mark = canary === undefined ? '' : `.${canary.person}`;
  const email = `${random.pick(mailboxWords)}.${random.pick(mailboxWords)}${index}${mark}@${random.pick(mailDomains)}`;
  if (!oddities || !random.chance(0.08)) return email;
  const [mailbox = '', domain = ''] = email.split('@');
  return `${mailbox.slice(0, 1).toUpperCase()}${mailbox.slice(1)}@${domain.replace('example', 'Example').replace(/com$/, 'COM')}`;
}

interface ChannelDraft {
  readonly index: number;
  readonly random: Random;
  readonly texts: Texts;
  readonly hasEmail: boolean;
  readonly oddities: boolean;
}

function pickChannels({ index, random, texts, hasEmail, oddities }: ChannelDraft): readonly ChannelRecord[] {
  const plain = { preferred: !hasEmail, deletedUs: null };
  const kind = random.next();
  if (hasEmail && kind > 0.35) return none;
  if (!hasEmail && kind < 0.35) return [{ ...plain, type: 'instagram', address: texts.mark(`insta_${index}`) }];
  if (oddities && random.chance(0.06)) return [{ ...plain, type: 'phone', address: texts.mark(badPhone(index)) }];
  const phone = { ...plain, type: random.pick(['phone', 'phone', 'sms', 'whatsapp']), address: madeUpPhone(index) };
  if (!oddities || !random.chance(0.05)) return [phone];
  return [
    { ...phone, preferred: false, address: madeUpPhone(index + 400_000), deletedUs: 1 },
    { ...phone, preferred: true },
  ];
}

function pickFields(random: Random, texts: Texts): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {};
  if (random.chance(0.5)) fields[field.vip] = random.chance(0.5);
  if (random.chance(0.6)) fields[field.customerType] = random.pick(['Retail', 'Wholesale::EU', 'Wholesale::US']);
  if (random.chance(0.4)) fields[field.points] = random.int(0, 5_000) / 10;
  if (random.chance(0.2)) fields[field.colour] = texts.mark(random.pick(['bleu', 'sea green', '赤']));
  return fields;
}

function pickShop(random: Random): ShopRecord {
  const ordersCount = random.int(0, 24);
  const tags = random.pick(['', 'newsletter', 'VIP', 'wholesale, newsletter', 'VIP, returning']);
  return { ordersCount, totalSpent: (ordersCount * random.int(1_500, 9_000) * 0.01).toFixed(2), tags };
}

/** One household phone for two people, about one pair in a hundred customers with a phone. */
function sharePhones(customers: readonly CustomerRecord[]): void {
  const withPhone = customers.filter(({ email, channels }) => email !== null && isLivePhone(channels[0]));
  for (let index = 1; index < withPhone.length; index += 50) {
    const [one, other] = [withPhone[index - 1], withPhone[index]];
    if (one !== undefined && other !== undefined) other.channels = one.channels;
  }
}

export function isLivePhone(channel: ChannelRecord | undefined): boolean {
  return channel?.deletedUs === null && /^\+\d{10,}$/.test(channel.address);
}
