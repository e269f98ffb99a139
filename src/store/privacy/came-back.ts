import type { Db } from '../database/connection';
import type { CameBack, Privacy } from './erasure-types';
import { addressName, campaignName, customerName, type Hashes, ticketName } from './hashes';

/** What is remembered, by hashes, of people who were erased and are allowed back. */
export function createCameBack(db: Db, hashes: Hashes): Privacy['cameBack'] {
  return async (account, { ticketId, customerId, emailKey }) => {
    const hash = await hashes.known(db, account);
    if (hash === null) return NEVER_AWAY;
    const names = [
      ...(emailKey === null ? [] : [addressName(emailKey)]),
      ...(customerId === null ? [] : [customerName(customerId)]),
      ...(ticketId === null ? [] : [ticketName(ticketId)]),
    ];
    const campaign = ticketId === null ? '' : hash(campaignName(ticketId));
    const rows = await db.query<CameBack>(CAME_BACK, [account, [...names.map(hash), campaign], campaign]);
    return rows[0] ?? NEVER_AWAY;
  };
}

const NEVER_AWAY: CameBack = { since: null, hadCampaign: false };

const CAME_BACK = `select max(allowed_at) as since, coalesce(bool_or(hash = $3), false) as "hadCampaign"
  from allowed_keys where account = $1 and hash = any($2::text[])`;
