import type { ConnectorStatus } from '../../client/types';
import type { Paint } from '../paint';
import { ago, count, counted, formatTime } from './figures';
import { tagFigures } from '../errors/troubleshooting';
import { detailsLeft } from './list-bars';
import {
  budgetSentence,
  contactsSentence,
  holdRows,
  lagRows,
  row,
  runRows,
  stateLabel,
  unreachableRows,
  wayOutRows,
  webhookRows,
} from './standing';
import { amountOf } from './set-aside';
import { WIDTH, wrap } from './wrap';

/** The state of one account on a page of at most 80 columns: what is known, what is set aside, what is going on. */
export function statusLines(status: ConnectorStatus, { paint, now }: { paint: Paint; now: number }): string[] {
  return [
    `${paint.strong(status.domain)}  ${stateLabel(status, paint)}`,
    ...(status.stateReason === null ? [] : wrap(status.stateReason, WIDTH)),
    ...wayOutRows(status),
    ...holdRows(status),
    ...keptBackRows(status, now),
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
    ...setAsideRows(status),
    ...encryptionRows(status),
    ...unreachableRows(status),
    ...(status.ui === null ? [] : ['', ...row('Temporal UI', status.ui)]),
  ];
}

/** What waits for whatever reason. */
function keptBackRows({ keptBack }: ConnectorStatus, now: number): string[] {
  return keptBack.flatMap(({ why, kind, entries, lastAt }, index) =>
    row(index === 0 ? 'Not let through' : '', `${counted(entries, kind)}: ${why}, ${ago(lastAt, now)}`),
  );
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
    ...row(
      'Tickets',
      `${count(status.ticketsTracked)}, ${count(status.ticketsOpen)} of them open, ${count(status.ticketsSnoozed)} snoozed`,
    ),
    ...row('CSAT responses', `${count(status.csatResponses)} to ${counted(status.surveysCount, 'survey')}`),
    ...row('Tags', tagFigures(tags)),
    ...row(
      'Gone in Gorgias',
      `${counted(status.gone.deleted, 'record')} deleted, ${count(status.gone.merged)} merged and followed`,
    ),
    ...row('Brevo contacts', contactsSentence(contacts)),
    ...enrichmentRows(status),
    ...(budget === null ? [] : row('Gorgias budget', budgetSentence(budget))),
    ...webhookRows(status, now),
    ...lagRows(status),
  ];
}

function enrichmentRows({ progress }: ConnectorStatus): string[] {
  const left = progress === null ? null : detailsLeft(progress);
  return left === null ? [] : row('Enrichment left', counted(left, 'customer'));
}

function setAsideRows({ quarantine }: ConnectorStatus): string[] {
  if (quarantine.length === 0) return row('Set aside', 'nothing');
  return quarantine.flatMap((one, index) => row(index === 0 ? 'Set aside' : '', `${amountOf(one)}: ${one.cause}`));
}
