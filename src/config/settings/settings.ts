import { z } from 'zod';
import { DEFAULT_EXCLUDE } from '../../domain/contact/address-pattern';
import { LISTS_FOLDER } from '../../domain/list-name';
import { DEFAULT_EXPIRES_MS } from '../../domain/campaign/campaign-types';
import { formatDuration } from './duration';
import { group, mapOf, optional, optionalGroup, required, setting } from './setting-record';
import {
  addressPatterns,
  attributeName,
  brevoList,
  brevoTemplate,
  choice,
  duration,
  durationAllOrNone,
  durationOrNever,
  eventName,
  gorgiasDomain,
  listOf,
  perSecond,
  phoneCountry,
  proxyAddress,
  sections,
  text,
  trueOrFalse,
  wholeNumber,
} from './setting-types';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const list = brevoList;

const read = (sentence: string): ReturnType<typeof setting<boolean, boolean>> =>
  setting(trueOrFalse, true, { sentence, example: 'true' });

const sync = group('Which of Gorgias’ records are read.', {
  customers: read('Read customers.'),
  tickets: read(
    'Read tickets and their response times; without them their figures stay empty, and only those that webhooks or programs name are followed.',
  ),
  satisfaction_surveys: read(
    'Read satisfaction surveys; without them scores stay empty, and a campaign goes by what its own ticket shows.',
  ),
  tags: read('Read tags; without them their lists stay as they are.'),
});

const lists = group(
  'Brevo lists that the connector keeps, each by its number or by its name; a list that is not named is left alone.',
  {
    all_support_contacts: optional(list, { sentence: 'Everyone who has a Gorgias customer record.', example: '35' }),
    satisfied_customers: optional(list, { sentence: 'People whose newest score is a good one.', example: '36' }),
    dissatisfied_customers: optional(list, { sentence: 'People whose newest score is a bad one.', example: '37' }),
    open_support: optional(list, {
      sentence:
        'Everyone with an open or snoozed ticket, for as long as it is; leave this list out of your Brevo campaigns.',
      example: '38',
    }),
  },
);

const event = (sentence: string, example: string): ReturnType<typeof optional<string, string>> =>
  optional(eventName, { sentence, example });

const eventMapping = group('Brevo event for each thing that happens; what is not named is not sent.', {
  'ticket.created': event('A ticket was opened.', 'SUPPORT_TICKET_OPENED'),
  'ticket.closed': event('A ticket was resolved.', 'SUPPORT_TICKET_RESOLVED'),
  'ticket.reopened': event('A resolved ticket was opened again.', 'SUPPORT_TICKET_REOPENED'),
  'satisfaction_survey.created': event('A survey was sent to the customer.', 'CSAT_SURVEY_SENT'),
  'satisfaction_survey.responded': event('The customer answered a survey.', 'CSAT_SUBMITTED'),
  'customer.created': event('A customer appeared in Gorgias.', 'SUPPORT_CUSTOMER_CREATED'),
  'rule.executed': event('A Gorgias rule ran on a ticket.', 'SUPPORT_RULE_RAN'),
  'macro.applied': event('A macro was applied to a ticket.', 'SUPPORT_MACRO_APPLIED'),
});

const tags = group('Gorgias tags as Brevo list memberships, added and removed.', {
  from: setting(listOf(choice('tickets', 'shopify')), ['tickets'], {
    sentence: 'Where tags are looked for: on tickets, on the Shopify customer, or both.',
    example: '[tickets, shopify]',
  }),
  lists: mapOf(
    'Brevo list for each tag, by the tag’s name.',
    required(
      { ...list, expects: `${list.expects} (for a list per tag write \`tags.auto: true\`)` },
      { sentence: 'People with this tag are on this list.', example: '38' },
    ),
  ),
  auto: setting(trueOrFalse, false, { sentence: 'Create one list per tag in `tags.folder`.', example: 'true' }),
  folder: setting(text(100), 'Gorgias tags', {
    sentence: 'Brevo folder that the lists of `tags.auto` are created in.',
    example: 'Gorgias tags',
  }),
});

const csat = group('When a ticket’s satisfaction counts as known.', {
  wait: setting(duration(SECOND), '7d', {
    sentence: 'How long a closed ticket waits for an answer to its survey.',
    example: '7d',
  }),
  satisfied_from: setting(wholeNumber(1, 5), 4, { sentence: 'Lowest score of a satisfied customer.', example: '4' }),
  dissatisfied_to: setting(wholeNumber(1, 5), 2, {
    sentence: 'Highest score of a dissatisfied customer.',
    example: '2',
  }),
});

const campaign = z.strictObject({
  when: required(choice('satisfied', 'neutral', 'dissatisfied', 'no_answer', 'no_survey'), {
    sentence: 'Outcome of the ticket that this campaign answers.',
    example: 'satisfied',
  }),
  delay: setting(duration(0), '0s', {
    sentence: 'Time between the outcome and the campaign; a reopened ticket cancels it.',
    example: '1h',
  }),
  expires: setting(duration(SECOND), formatDuration(DEFAULT_EXPIRES_MS), {
    sentence: 'A campaign that could not be sent in this time, counted from the end of its delay, is given up.',
    example: '3d',
  }),
  send: group('Exactly one of the three.', {
    event: optional(eventName, { sentence: 'Brevo event that starts an automation.', example: 'POST_SUPPORT_UPSELL' }),
    template_id: optional(brevoTemplate, { sentence: 'Transactional template to send.', example: '12' }),
    list_id: optional(list, { sentence: 'List to add the contact to; who is on it is skipped.', example: '40' }),
  }),
});

/** `connectors.gorgias` of tajo.yaml. Each setting is one record; documentation and messages are made of these. */
const gorgiasSettings = z.strictObject({
  enabled: setting(trueOrFalse, true, { sentence: 'Off: nothing is read and nothing is sent.', example: 'true' }),
  domain: optional(gorgiasDomain, {
    sentence: 'Your Gorgias domain; without it GORGIAS_DOMAIN of the environment.',
    example: 'yourstore.gorgias.com',
  }),
  sync,
  lists,
  field_mapping: mapOf(
    'Brevo attribute for each Gorgias field: a field of the table below, a customer custom field by its label in snake case, or a path such as `integrations.shopify.orders_count`.',
    required(attributeName, {
      sentence:
        'Attribute that takes the field’s value. Not `EXT_ID`: by it Brevo knows a contact in one other system, most often your shop, and a value of Gorgias would take that place or be refused with the whole contact.',
      example: 'CUSTOMER_TYPE',
    }),
  ),
  event_mapping: eventMapping,
  tags,
  csat,
  campaigns: mapOf('Campaigns after support, by name; the first whose `when` fits the outcome is sent.', campaign),
  frequency_cap: optionalGroup(
    'How many campaigns one customer may get, over all tickets and addresses; without it there is no cap.',
    {
      per_customer: setting(wholeNumber(1, 1_000), 1, { sentence: 'Campaigns per customer …', example: '1' }),
      within: setting(duration(SECOND), '7d', { sentence: '… in any time of this length.', example: '7d' }),
    },
  ),
  hold: setting(duration(0), '7d', {
    sentence: 'How long a campaign is held back at most while another ticket of the customer is open.',
    example: '7d',
  }),
  open_support_at_most: setting(duration(SECOND), '14d', {
    sentence:
      'How long an open ticket keeps its customer on `lists.open_support` at most, counted from when it was opened, or opened again.',
    example: '14d',
  }),
  rate: group('The Gorgias rate limit; it belongs to the account, so all workers share it.', {
    per_second: setting(perSecond, 2, { sentence: 'Requests per second in the long run.', example: '2' }),
    burst: setting(wholeNumber(1, 10_000), 40, { sentence: 'Requests that may be made at once.', example: '40' }),
    reserve: setting(wholeNumber(0, 10_000), 8, {
      sentence: 'Requests of the burst that are left to live traffic and to the merchant’s other apps.',
      example: '8',
    }),
  }),
  schedule: group('The incremental sync.', {
    every: setting(duration(5 * SECOND), '1m', { sentence: 'Time between two looks at Gorgias.', example: '1m' }),
    sweep: setting(durationOrNever(60 * SECOND), '24h', {
      sentence:
        'Time between two walks through everything, at low priority, for what Gorgias changes without saying so; or `never`.',
      example: '24h',
    }),
  }),
  enrich: group('Phones and response times, which cost extra requests and are read after the lists.', {
    active_within: setting(durationAllOrNone, '365d', {
      sentence: 'Only for customers and tickets active in this time; or `all`, or `none`.',
      example: '365d',
    }),
  }),
  brevo: group('The Brevo account.', {
    create_attributes: setting(trueOrFalse, true, {
      sentence: 'Create mapped attributes that Brevo does not have yet.',
      example: 'true',
    }),
    create_lists: setting(trueOrFalse, false, {
      sentence: `Create lists that are given by a name that Brevo does not have, in its folder \`${LISTS_FOLDER}\`.`,
      example: 'true',
    }),
  }),
  keep: group('How long what is written down of people is kept; what is older is deleted by night.', {
    notes: setting(duration(DAY), '400d', {
      sentence: 'What was heard of a ticket, when and from where: the story that `tajo why` tells.',
      example: '400d',
    }),
    decisions: setting(duration(DAY), '400d', {
      sentence:
        'What the policy said of each end of a ticket, with every rule that spoke; reports of rehearsals, which quote it.',
      example: '400d',
    }),
    messages: setting(duration(DAY), '400d', {
      sentence: 'Who wrote when, without a text; longer where `enrich.active_within` is longer, for they count there.',
      example: '400d',
    }),
  }),
  phone_country: optional(phoneCountry, {
    sentence: 'Country of phone numbers that are written without a country code; without it such a number is left out.',
    example: 'NL',
  }),
  exclude: setting(addressPatterns, [...DEFAULT_EXCLUDE], {
    sentence:
      'Addresses that are nobody’s and never become contacts; `*` is any run of characters. A list of your own replaces this one.',
    example: "['*@marketplace.example.com', 'no-reply@*']",
  }),
  accounts: mapOf(
    'Settings of further Gorgias accounts, by their subdomain; what is not written there is as above.',
    required(sections, {
      sentence: 'Any of the sections above, for this account instead of the common one.',
      example: '{ lists: { all_support_contacts: 45 } }',
    }),
  ),
  trust_proxy: setting(listOf(proxyAddress), [], {
    sentence:
      'Reverse proxies in front of the connector: what they write into `X-Forwarded-For` is believed, so that limits count each sender by itself. Name only those that overwrite or extend this header.',
    example: '[10.0.0.0/8]',
  }),
  debug: setting(trueOrFalse, false, {
    sentence: 'Debug mode: `log_level: verbose` and `log_api_calls: true` at once.',
    example: 'false',
  }),
  log_level: setting(choice('error', 'warn', 'info', 'debug', 'verbose'), 'info', {
    sentence: 'How much is logged; `verbose` shows each request too.',
    example: 'verbose',
  }),
  log_api_calls: setting(trueOrFalse, false, {
    sentence:
      'Log each request to Gorgias and Brevo: route, status, time, budget left and request id, never an address, a body or a key.',
    example: 'true',
  }),
});

/** The whole file. */
export const fileSettings = z.strictObject({ connectors: z.strictObject({ gorgias: gorgiasSettings }) });

export type GorgiasSettings = z.output<typeof gorgiasSettings>;
