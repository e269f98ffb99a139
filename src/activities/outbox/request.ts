import { judgeAddress } from '../../domain/contact/address';
import type { ListRef } from '../../domain/list-name';
import { ConnectorError } from '../../domain/errors/connector-error';
import type { OutboxEntry } from '../../store/outbox/outbox-types';
import { listNumber } from '../list-numbers';
import type { ActivityDeps } from '../deps';

/**
 * The one request that an entry of the outbox is.
 * @returns `repeated`: Brevo says that it has had this mail before.
 */
export async function request(deps: ActivityDeps, account: string, entry: OutboxEntry): Promise<'done' | 'repeated'> {
  const { send, key, name, params, happenedAt: occurredAt } = entry;
  const email = addressOf(deps, account, entry.emailKey);
  const brevo = deps.brevo(account, 'attempt');
  if (send === null) {
    await brevo.sendEvent({ name, email, occurredAt, properties: params });
    return 'done';
  }
  if ('event' in send) {
    const properties = { ...params, campaign: name, event_key: key };
    // It begins now, however long ago it was decided: a hold or a delay may have taken days.
    await brevo.sendEvent({ name: send.event, email, occurredAt: null, properties });
    return 'done';
  }
  if ('listId' in send) {
    const list = await listNumber(deps, account, send.listId);
    if (list === null) throw noList(send.listId);
    await brevo.upsertContact({ email, attributes: {}, listIds: [list] });
    return 'done';
  }
  const mail = { templateId: send.templateId, email, params, idempotencyKey: entry.mailKey ?? key, tags: [name] };
  return (await brevo.sendTemplate(mail)) === 'already_sent' ? 'repeated' : 'done';
}

function noList(list: ListRef): ConnectorError {
  return new ConnectorError('brevo.not_found', `Brevo has no list called ${String(list)}`);
}

/** As holds name it (`store/accounts/admission.ts`). */
export function callOf({ send }: Pick<OutboxEntry, 'send'>): string {
  if (send === null || 'event' in send) return 'POST /events';
  return 'templateId' in send ? 'POST /smtp/email' : 'POST /contacts';
}

/**
 * The address as Brevo takes it.
 * @throws `brevo.rejected` for one that nobody may be written to at; whoever writes something down has asked before.
 */
export function addressOf(deps: Pick<ActivityDeps, 'configOf'>, account: string, emailKey: string): string {
  const verdict = judgeAddress(emailKey, deps.configOf(account).exclude);
  if (verdict.kind === 'address') return verdict.email;
  throw new ConnectorError('brevo.rejected', `The address is none that is written to (${verdict.kind})`, {
    details: { field: 'email' },
  });
}
