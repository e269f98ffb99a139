import type { ConnectorStatus, Run } from '../../client/types';
import type { Paint } from '../paint';
import { progressFigures } from './bar';
import { ago, count, counted, duration, formatTime } from './figures';
import { thingOf } from '../errors/blocked-records';
import { tagFigures } from '../errors/troubleshooting';
import { labelled, wrap } from './wrap';

const WIDTH = 80;
const LABEL = 17;

/** The state of one account on a page of at most 80 columns: what is known, what was put aside, what is going on. */
export function statusLines(status: ConnectorStatus, { paint, now }: { paint: Paint; now: number }): string[] {
  return [
    `${paint.strong(status.domain)}  ${stateLabel(status, paint)}`,
    ...(status.stateReason === null ? [] : wrap(status.stateReason, WIDTH)),
    ...holdRows(status, now),
    '',
    ...row(
      'Last sync',
      status.lastSync === null ? 'never' : `${formatTime(status.lastSync)}, ${ago(status.lastSync, now)}`,
    ),
    ...runRows(status),
    ...sweepRows(status, now),
    '',
    ...factRows(status, now),
    ...lostRows(status),
    ...putAsideRows(status),
    ...encryptionRows(status),
    ...(status.temporalReachable ? [] : ['', ...wrap(UNREACHABLE, WIDTH)]),
    ...(status.ui === null ? [] : ['', ...row('Temporal UI', status.ui)]),
  ];
}

const UNREACHABLE = 'Temporal cannot be reached just now: what is said about the run is what was known last.';

/** What a person has to mend, and what waits for whatever reason. */
function holdRows({ holds, keptBack, state }: ConnectorStatus, now: number): string[] {
  const waits = keptBack.map(
    ({ why, kind, entries, lastAt }) => `${counted(entries, kind)}: ${why}, ${ago(lastAt, now)}`,
  );
  return [
    ...(state === 'refused'
      ? []
      : holds.flatMap(({ reason, since }) => wrap(`Since ${formatTime(since)}: ${reason}`, WIDTH))),
    ...waits.flatMap((line, index) => row(index === 0 ? 'Not let through' : '', line)),
  ];
}

function stateLabel({ state, run }: ConnectorStatus, paint: Paint): string {
  if (state === 'off') return 'off (`enabled: false`)';
  if (state === 'refused') return paint.bad('refused');
  if (state === 'paused') return 'paused';
  return paint.good(run?.state === 'running' ? 'connected, syncing' : 'connected');
}

/** Slower, and right: what Brevo takes and does not keep has to go by a way that it keeps. */
function lostRows({ lostInImports }: ConnectorStatus): string[] {
  if (lostInImports.length === 0) return [];
  return row('Written singly', `contacts with values of type ${lostInImports.join(', ')}: Brevo’s imports lose them`);
}

/** Only while a rotation is under way: what an operator waits for before dropping the old key. */
function encryptionRows({ encryption: { keyId, withOldKeys, oldKeyIds } }: ConnectorStatus): string[] {
  if (withOldKeys === 0) return [];
  return row(
    'Encryption',
    `${counted(withOldKeys, 'stored key')} not yet renewed with ${keyId}: ${oldKeyIds.join(', ')}`,
  );
}

function runRows({ run, progress }: ConnectorStatus): string[] {
  if (run === null) return row('Run', 'none yet: tajo connectors sync gorgias');
  if (run.state !== 'running') return row('Run', runSentence(run));
  if (progress === null) return row('Run', `${run.type}, since ${formatTime(run.startedAt)}`);
  return [...row('Run', progress.sentence), ...row('', progressFigures(progress).join(', '))];
}

function runSentence({ type, state, totals, failure }: Run): string {
  const read = `${count(totals.requests)} requests, ${count(totals.rows)} records, ${count(totals.published)} contacts written`;
  if (state === 'completed') return `${type}, completed in ${duration(totals.seconds)}: ${read}`;
  return `${type}, ${state}${failure === null ? '' : `: ${failure}`}`;
}

function sweepRows({ sweep }: ConnectorStatus, now: number): string[] {
  if (sweep === null) return [];
  const { startedAt, finishedAt } = sweep;
  const state = finishedAt === null ? 'under way' : `completed ${ago(finishedAt, now)}`;
  return row('Sweep', `begun ${formatTime(startedAt)}, ${state}`);
}

function factRows(status: ConnectorStatus, now: number): string[] {
  const { budget, contacts, tags } = status;
  return [
    ...row(
      'Customers',
      `${count(status.customersCount)}, ${count(status.customersWithoutEmail)} of them without e-mail`,
    ),
    ...row('Tickets', `${count(status.ticketsTracked)}, ${count(status.ticketsOpen)} of them open`),
    ...row('CSAT responses', `${count(status.csatResponses)} to ${counted(status.surveysCount, 'survey')}`),
    ...row('Tags', tagFigures(tags)),
    ...row(
      'Gone in Gorgias',
      `${counted(status.gone.deleted, 'record')} deleted, ${count(status.gone.merged)} merged and followed`,
    ),
    ...row(
      'Brevo contacts',
      `${count(contacts.published)} written, ${count(contacts.due)} to look at, ${count(contacts.importing)} in imports`,
    ),
    ...(status.progress === null ? [] : row('Enrichment left', counted(status.progress.toEnrich, 'customer'))),
    ...(budget === null ? [] : row('Gorgias budget', budgetSentence(budget))),
    ...webhookRows(status, now),
    ...lagRows(status),
  ];
}

function webhookRows({ webhooks: { lastAcceptedAt, trouble } }: ConnectorStatus, now: number): string[] {
  if (trouble !== null) return [...row('Webhooks', trouble.sentence), ...row('', trouble.nextStep)];
  return lastAcceptedAt === null
    ? []
    : row('Webhooks', `newest ${formatTime(lastAcceptedAt)}, ${ago(lastAcceptedAt, now)}`);
}

/** Whether anything is late, and since when. */
function lagRows({ feed, undelivered }: ConnectorStatus): string[] {
  const oldest = undelivered.map(({ kind, ageSeconds }) => `${kind} ${duration(ageSeconds)}`).join(', ');
  return [
    ...(feed === null ? [] : row('Gorgias feed', `read up to ${duration(feed.lagSeconds)} ago`)),
    ...row('To be delivered', undelivered.length === 0 ? 'nothing' : `oldest ${oldest}`),
  ];
}

function budgetSentence(budget: NonNullable<ConnectorStatus['budget']>): string {
  const closed = budget.closedForMs > 0 ? `, closed by Gorgias for ${duration(budget.closedForMs / 1000)}` : '';
  return `${count(budget.left)} of ${count(budget.capacity)} requests, ${budget.perSecond} a second${closed}`;
}

function putAsideRows({ quarantine }: ConnectorStatus): string[] {
  if (quarantine.length === 0) return row('Put aside', 'nothing');
  return quarantine.flatMap(({ cause, held, records }, index) =>
    row(index === 0 ? 'Put aside' : '', `${counted(records, thingOf(cause, held))}: ${cause}`),
  );
}

function row(label: string, text: string): string[] {
  return labelled(label, text, LABEL);
}
