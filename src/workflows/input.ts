import { ApplicationFailure } from '@temporalio/workflow';
import { isSubdomain } from '../domain/subdomain';
import {
  type AuditInput,
  type CampaignInput,
  type ErasureInput,
  type FullSyncInput,
  type KeyTrialInput,
  type ListMakingInput,
  MOST_LISTS_MADE,
  MOST_SAMPLED,
  type RehearsalInput,
  RESOURCES,
  type SettingsCheckInput,
  type TicketInput,
  TRIED_VENDORS,
  type WebhookRemovalInput,
  type WebhookSetupInput,
} from './messages';

/**
 * The input of a sync, checked by hand: inputs are typed into the Temporal UI, and zod would cost 590 KB for each cached workflow.
 * @throws ApplicationFailure `input.invalid`, not retryable, with a sentence that names the field.
 */
export function readSyncInput(input: unknown): FullSyncInput {
  const fields = asFields(input);
  const known = ['account', 'resources', 'since', 'batchSize', 'dryRun'];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${unknown} is not a field of a sync; the fields are ${known.join(', ')}`);
  return {
    account: readAccount(fields),
    ...present('resources', readResources(fields['resources'])),
    ...present('since', readSince(fields['since'])),
    ...present('batchSize', readBatchSize(fields['batchSize'])),
    ...present('dryRun', readFlag('dryRun', fields['dryRun'])),
  };
}

export function readTicketInput(input: unknown): TicketInput {
  const fields = asFields(input);
  const { ticketId } = fields;
  const id = typeof ticketId === 'string' && /^\d{1,15}$/.test(ticketId) ? Number(ticketId) : ticketId;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1)
    return refuse('ticketId must be the number of a Gorgias ticket, like {"account":"yourstore","ticketId":123}');
  return { account: readAccount(fields), ticketId: id };
}

export function readCampaignInput(input: unknown): CampaignInput {
  const fields = asFields(input);
  const { requestId } = fields;
  if (typeof requestId !== 'string' || !/^[0-9a-f]{32}$/.test(requestId))
    return refuse('requestId must be the id of a campaign that was asked for: 32 hexadecimal digits');
  return { account: readAccount(fields), requestId };
}

export function readErasureInput(input: unknown): ErasureInput {
  const fields = asFields(input);
  const { person } = fields;
  if (typeof person !== 'string' || !/^[0-9a-f]{40}$/.test(person))
    return refuse(
      'person must be the hash of an erased address, 40 hexadecimal digits; `tajo privacy erase` begins one',
    );
  return { account: readAccount(fields), person };
}

/** @throws ApplicationFailure `input.invalid`, not retryable, with a sentence that names the field. */
export function readAuditInput(input: unknown): AuditInput {
  const fields = asFields(input);
  const known = ['account', 'sample', 'all', 'repair', 'overwrite', 'report', 'nightly'];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${unknown} is not a field of an audit; the fields are ${known.join(', ')}`);
  const flag = (name: 'all' | 'repair' | 'overwrite' | 'nightly'): Partial<AuditInput> =>
    present(name, readFlag(name, fields[name]));
  return {
    account: readAccount(fields),
    ...present('sample', readSample(fields['sample'])),
    ...present('report', readReport(fields['report'])),
    ...flag('all'),
    ...flag('repair'),
    ...flag('overwrite'),
    ...flag('nightly'),
  };
}

function readSample(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_SAMPLED) return value;
  return refuse(`sample must be a whole number from 1 to ${String(MOST_SAMPLED)}`);
}

function readReport(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^[\w-]{1,100}$/.test(value)) return value;
  return refuse('report must be the id of a report of an audit');
}

export function readAccountInput(input: unknown): string {
  return readAccount(asFields(input));
}

export function readKeyTrialInput(input: unknown): KeyTrialInput {
  const fields = asFields(input);
  const { keys, vendors } = fields;
  if (typeof keys !== 'string' || keys === '')
    return refuse('keys must be sealed keys: use `tajo connectors rotate-key`');
  const given: readonly unknown[] = Array.isArray(vendors) ? vendors : [];
  const tried = TRIED_VENDORS.filter((vendor) => given.includes(vendor));
  if (tried.length === 0) return refuse(`vendors must be a list of some of ${TRIED_VENDORS.join(', ')}`);
  return { account: readAccount(fields), keys, vendors: tried };
}

export function readSettingsCheckInput(input: unknown): SettingsCheckInput {
  const fields = asFields(input);
  const { settings } = fields;
  if (typeof settings === 'string') return { account: readAccount(fields), settings };
  return refuse('settings must be the text of a tajo.yaml');
}

export function readListMakingInput(input: unknown): ListMakingInput {
  const fields = asFields(input);
  const names: readonly unknown[] = Array.isArray(fields['names']) ? fields['names'] : [];
  const texts = names.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
  if (texts.length === 0 || texts.length < names.length || texts.length > MOST_LISTS_MADE)
    return refuse(`names must be a list of 1 to ${String(MOST_LISTS_MADE)} names for lists of Brevo`);
  return { account: readAccount(fields), names: texts };
}

export function readWebhookSetupInput(input: unknown): WebhookSetupInput {
  const fields = asFields(input);
  const { address } = fields;
  if (typeof address !== 'string' || !/^https?:\/\/[^\s]{1,500}$/.test(address))
    return refuse(
      'address must be where Gorgias reaches the connector, like "https://connector.example/webhooks/gorgias"',
    );
  return { account: readAccount(fields), address, ...present('move', readFlag('move', fields['move'])) };
}

/** @throws ApplicationFailure `input.invalid`, not retryable, with a sentence that names the field. */
export function readWebhookRemovalInput(input: unknown): WebhookRemovalInput {
  const fields = asFields(input);
  const { address } = fields;
  if (address !== undefined && typeof address !== 'string') return refuse('address must be that of a connector');
  return {
    account: readAccount(fields),
    ...present('address', address),
    ...present('everywhere', readFlag('everywhere', fields['everywhere'])),
    ...present('dryRun', readFlag('dryRun', fields['dryRun'])),
  };
}

/** The policy itself is read by the first activity, with the words of `tajo.yaml`. */
export function readRehearsalInput(input: unknown): RehearsalInput {
  const fields = asFields(input);
  const known = ['account', 'since', 'policy'];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${unknown} is not a field of a rehearsal; the fields are ${known.join(', ')}`);
  return {
    account: readAccount(fields),
    ...present('since', readSince(fields['since'])),
    ...present('policy', readSections(fields['policy'])),
  };
}

function readSections(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value };
  return refuse('policy must be an object with some of csat, campaigns, frequency_cap and hold');
}

function asFields(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  return refuse('The input must be an object like {"account":"yourstore"}');
}

function readAccount(fields: Readonly<Record<string, unknown>>): string {
  const { account } = fields;
  if (typeof account === 'string' && isSubdomain(account)) return account;
  return refuse('account must be the subdomain in lower case, like "yourstore" for yourstore.gorgias.com');
}

function readResources(value: unknown): FullSyncInput['resources'] {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length === 0)
    return refuse(`resources must be a list of some of ${RESOURCES.join(', ')}`);
  return value.map(
    (name) =>
      RESOURCES.find((resource) => resource === name) ??
      refuse(`resources: ${String(name)} is not one of ${RESOURCES.join(', ')}`),
  );
}

function readSince(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  return refuse('since must be a date like "2024-01-01"');
}

function readBatchSize(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100) return value;
  return refuse('batchSize must be a whole number from 1 to 100');
}

function readFlag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'boolean' ? value : refuse(`${name} must be true or false`);
}

function present<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  const fields: Partial<Record<Name, Value>> = {};
  if (value !== undefined) fields[name] = value;
  return fields;
}

export function refuse(sentence: string): never {
  throw ApplicationFailure.nonRetryable(sentence, 'input.invalid');
}
