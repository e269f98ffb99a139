import { isEmailTarget } from '../rules/mapping-rules';
import { type GorgiasSettings } from '../settings/settings';
import { type CampaignRule, type ConnectorConfig } from '../types';
import { emptyMapping } from './yaml-tree';

/** The file's spelling -> the program's, frozen all the way down. */
export function toConnectorConfig(settings: GorgiasSettings, domain: string): ConnectorConfig {
  const { sync, lists, tags, csat, frequency_cap: cap, rate } = settings;
  return deepFreeze({
    enabled: settings.enabled,
    domain,
    sync: {
      customers: sync.customers,
      tickets: sync.tickets,
      satisfactionSurveys: sync.satisfaction_surveys,
      tags: sync.tags,
    },
    lists: {
      allSupportContacts: lists.all_support_contacts ?? null,
      satisfiedCustomers: lists.satisfied_customers ?? null,
      dissatisfiedCustomers: lists.dissatisfied_customers ?? null,
      openSupport: lists.open_support ?? null,
    },
    fieldMapping: named(settings.field_mapping, (name) => (isEmailTarget(name) ? 'email' : name)),
    eventMapping: named(settings.event_mapping, (name) => name),
    tags: { from: tags.from, lists: named(tags.lists, (list) => list), auto: tags.auto, folder: tags.folder },
    csat: { waitMs: csat.wait, satisfiedFrom: csat.satisfied_from, dissatisfiedTo: csat.dissatisfied_to },
    campaigns: named(settings.campaigns, toCampaignRule),
    frequencyCap: cap === undefined ? null : { perCustomer: cap.per_customer, withinMs: cap.within },
    holdMs: settings.hold,
    openSupportAtMostMs: settings.open_support_at_most,
    rate: { perSecond: rate.per_second, burst: rate.burst, reserve: rate.reserve },
    schedule: { everyMs: settings.schedule.every, sweepMs: settings.schedule.sweep },
    enrich: { activeWithinMs: settings.enrich.active_within },
    keep: {
      notesMs: settings.keep.notes,
      decisionsMs: settings.keep.decisions,
      messagesMs: settings.keep.messages,
    },
    brevo: { createAttributes: settings.brevo.create_attributes, createLists: settings.brevo.create_lists },
    phoneCountry: settings.phone_country ?? null,
    exclude: settings.exclude,
    trustProxy: settings.trust_proxy,
    accounts: {},
    debug: settings.debug,
    // Debug mode is one switch: it turns the other two on, and so does `verbose` with the calls.
    logLevel: settings.debug ? 'verbose' : settings.log_level,
    logApiCalls: settings.debug || settings.log_level === 'verbose' || settings.log_api_calls,
  });
}

function toCampaignRule({ when, delay, expires, send }: GorgiasSettings['campaigns'][string]): CampaignRule {
  const rule = { when, delayMs: delay, expiresMs: expires };
  if (send.event !== undefined) return { ...rule, send: { event: send.event } };
  if (send.template_id !== undefined) return { ...rule, send: { templateId: send.template_id } };
  return { ...rule, send: { listId: send.list_id ?? Number.NaN } };
}

/** Entries under names of the user's choice, in the order of the file, without a prototype to be found by accident. */
function named<From, To>(
  entries: Readonly<Record<string, From | undefined>>,
  convert: (value: From) => To,
): Readonly<Record<string, To>> {
  const result = emptyMapping<To>();
  for (const [name, value] of Object.entries(entries)) if (value !== undefined) result[name] = convert(value);
  return result;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
