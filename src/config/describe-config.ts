import { stringify } from 'yaml';
import { formatDuration } from './duration';
import { type CampaignRule, type ConnectorConfig } from './types';

/**
 * The effective configuration as a `tajo.yaml`, defaults written out. It holds no secret, because the configuration cannot hold one,
 * and reading it again gives the same configuration.
 */
export function describeConfig(config: ConnectorConfig): string {
  const { sync, lists, tags, csat, frequencyCap, rate } = config;
  const { activeWithinMs } = config.enrich;
  const gorgias = {
    enabled: config.enabled,
    domain: config.domain,
    sync: {
      customers: sync.customers,
      tickets: sync.tickets,
      satisfaction_surveys: sync.satisfactionSurveys,
      tags: sync.tags,
    },
    lists: {
      ...(lists.allSupportContacts === null ? {} : { all_support_contacts: lists.allSupportContacts }),
      ...(lists.satisfiedCustomers === null ? {} : { satisfied_customers: lists.satisfiedCustomers }),
      ...(lists.dissatisfiedCustomers === null ? {} : { dissatisfied_customers: lists.dissatisfiedCustomers }),
    },
    field_mapping: config.fieldMapping,
    event_mapping: config.eventMapping,
    tags: { from: tags.from, lists: tags.lists, auto: tags.auto, folder: escaped(tags.folder) },
    csat: {
      wait: formatDuration(csat.waitMs),
      satisfied_from: csat.satisfiedFrom,
      dissatisfied_to: csat.dissatisfiedTo,
    },
    campaigns: Object.fromEntries(Object.entries(config.campaigns).map(([name, rule]) => [name, describeRule(rule)])),
    ...(frequencyCap === null
      ? {}
      : { frequency_cap: { per_customer: frequencyCap.perCustomer, within: formatDuration(frequencyCap.withinMs) } }),
    hold: formatDuration(config.holdMs),
    rate: { per_second: rate.perSecond, burst: rate.burst, reserve: rate.reserve },
    schedule: { every: formatDuration(config.schedule.everyMs) },
    enrich: { active_within: typeof activeWithinMs === 'number' ? formatDuration(activeWithinMs) : activeWithinMs },
    brevo: { create_attributes: config.brevo.createAttributes },
    debug: config.debug,
    log_level: config.logLevel,
    log_api_calls: config.logApiCalls,
  };
  return stringify({ connectors: { gorgias } }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function describeRule({ when, delayMs, send }: CampaignRule): object {
  const delay = formatDuration(delayMs);
  if ('event' in send) return { when, delay, send: { event: send.event } };
  if ('templateId' in send) return { when, delay, send: { template_id: send.templateId } };
  return { when, delay, send: { list_id: send.listId } };
}

/** Text that is read again must not lose a dollar sign to `${…}`. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$');
