import { randomUUID } from 'node:crypto';
import { millisecondsBetween, type Timestamp } from '../../domain/timestamp';
import type { Campaign, PolicyInput } from '../../domain/campaign/campaign-types';
import { expiresAfter } from '../../domain/campaign/policy-input';
import type { CampaignIntent, OutboxEntry } from '../../store/outbox/outbox-types';

interface Intended extends Pick<CampaignIntent, 'ticketId' | 'emailKey' | 'key' | 'customerId' | 'params'> {
  readonly campaign: Campaign;
  readonly at: Timestamp;
  /** When it could have been sent at the earliest: it is late from then on, whoever was not there to send it. */
  readonly dueAt: Timestamp;
}

/** What is written down before a campaign is sent; the keys are what keeps it from being sent twice. */
export function newIntent({ campaign, at, dueAt, ...rest }: Intended): CampaignIntent {
  return {
    ...rest,
    name: campaign.name,
    send: campaign.rule.send,
    mailKey: randomUUID(),
    happenedAt: at,
    expiresMs: millisecondsBetween(at, expiresAfter(campaign, dueAt)),
    possibleFrom: dueAt,
  };
}

/**
 * The campaign that a ticket has caused before, in the eyes of another one. What was never tried is none, whatever it was called then: given
 * up, or written down and to be replaced ({@link isOutdated}). `isPrograms`: a program has asked for it, and waits for it.
 */
export function earlierOf(
  entry: OutboxEntry | null,
  {
    name,
    isPrograms = false,
    hadCampaign,
  }: {
    readonly name: string | null;
    readonly isPrograms?: boolean | undefined;
    /** Before the ticket's person was erased: of which one nobody knows any more. */
    readonly hadCampaign: boolean;
  },
): PolicyInput['ticket']['earlier'] {
  if (hadCampaign) return { name: null };
  if (entry === null || entry.state === 'given_up') return null;
  if (entry.state === 'intended' && !isPrograms) return null;
  const isThis = entry.name === name && (entry.state === 'intended' || entry.state === 'sending');
  return isThis ? null : { name: entry.name };
}

/** Written down for a policy that says something else by now, and never tried. */
export function isOutdated(entry: OutboxEntry, campaign: Campaign | null): boolean {
  if (entry.state !== 'intended') return false;
  return (
    campaign === null ||
    entry.name !== campaign.name ||
    JSON.stringify(entry.send) !== JSON.stringify(campaign.rule.send)
  );
}

/** By when it must have been sent. What was given up was for another end of the ticket, and says nothing of the next. */
export function expiryOf(entry: OutboxEntry | null): Timestamp | null {
  return entry === null || entry.state === 'given_up' ? null : entry.expiresAt;
}
