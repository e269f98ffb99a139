import { stringify } from 'yaml';
import { type ListRef } from '../../domain/list-name';
import { formatDuration } from '../settings/duration';
import { type CampaignRule, type ConnectorConfig } from '../types';

/**
 * The effective configuration as a `tajo.yaml`, defaults written out. It holds no secret, because the configuration cannot hold one,
 * and reading it again gives the same configuration.
 */
export function describeConfig(config: ConnectorConfig): string {
  const { trustProxy, debug, logLevel, logApiCalls } = config;
  const accounts = Object.entries(config.accounts).map(([account, own]) => [account, sectionsOf(own)] as const);
  const gorgias = {
    domain: config.domain,
    ...sectionsOf(config),
    accounts: Object.fromEntries(accounts),
    trust_proxy: trustProxy,
    debug,
    log_level: logLevel,
    log_api_calls: logApiCalls,
  };
  return stringify({ connectors: { gorgias } }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** What an account may have for itself. */
function sectionsOf(config: ConnectorConfig): object {
  const { sync, tags, rate, keep, brevo, phoneCountry } = config;
  return {
    enabled: config.enabled,
    sync: {
      customers: sync.customers,
      tickets: sync.tickets,
      satisfaction_surveys: sync.satisfactionSurveys,
      tags: sync.tags,
    },
    lists: describeLists(config.lists),
    field_mapping: config.fieldMapping,
    event_mapping: config.eventMapping,
    tags: { from: tags.from, lists: describeTagLists(tags.lists), auto: tags.auto, folder: escaped(tags.folder) },
    ...describePolicy(config),
    open_support_at_most: formatDuration(config.openSupportAtMostMs),
    rate: { per_second: rate.perSecond, burst: rate.burst, reserve: rate.reserve },
    schedule: { every: formatDuration(config.schedule.everyMs), sweep: durationOr(config.schedule.sweepMs) },
    enrich: { active_within: durationOr(config.enrich.activeWithinMs) },
    keep: {
      notes: formatDuration(keep.notesMs),
      decisions: formatDuration(keep.decisionsMs),
      messages: formatDuration(keep.messagesMs),
    },
    brevo: { create_attributes: brevo.createAttributes, create_lists: brevo.createLists },
    ...(phoneCountry !== null && { phone_country: phoneCountry }),
    exclude: config.exclude.map(escaped),
  };
}

/** The sections that decide about campaigns, in the words of the file. */
export function describePolicy({
  csat,
  campaigns,
  frequencyCap: cap,
  holdMs,
}: Pick<ConnectorConfig, 'csat' | 'campaigns' | 'frequencyCap' | 'holdMs'>): Readonly<Record<string, unknown>> {
  return {
    csat: {
      wait: formatDuration(csat.waitMs),
      satisfied_from: csat.satisfiedFrom,
      dissatisfied_to: csat.dissatisfiedTo,
    },
    campaigns: Object.fromEntries(Object.entries(campaigns).map(([name, rule]) => [name, describeRule(rule)])),
    ...(cap !== null && { frequency_cap: { per_customer: cap.perCustomer, within: formatDuration(cap.withinMs) } }),
    hold: formatDuration(holdMs),
  };
}

/** A duration, or the word that stands in its place. */
function durationOr(setting: number | string): string {
  return typeof setting === 'number' ? formatDuration(setting) : setting;
}

function describeLists(lists: ConnectorConfig['lists']): object {
  const {
    allSupportContacts: all,
    satisfiedCustomers: satisfied,
    dissatisfiedCustomers: dissatisfied,
    openSupport,
  } = lists;
  return {
    ...(all !== null && { all_support_contacts: listText(all) }),
    ...(satisfied !== null && { satisfied_customers: listText(satisfied) }),
    ...(dissatisfied !== null && { dissatisfied_customers: listText(dissatisfied) }),
    ...(openSupport !== null && { open_support: listText(openSupport) }),
  };
}

function describeTagLists(lists: ConnectorConfig['tags']['lists']): object {
  return Object.fromEntries(Object.entries(lists).map(([tag, list]) => [tag, listText(list)]));
}

const listText = (list: ListRef): ListRef => (typeof list === 'number' ? list : escaped(list));

function describeRule({ when, delayMs, expiresMs, send }: CampaignRule): object {
  const rule = { when, delay: formatDuration(delayMs), expires: formatDuration(expiresMs) };
  if ('event' in send) return { ...rule, send: { event: send.event } };
  if ('templateId' in send) return { ...rule, send: { template_id: send.templateId } };
  return { ...rule, send: { list_id: listText(send.listId) } };
}

/** Text that is read again must not lose a dollar sign to `${…}`. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$');
