import type { Timestamp } from '../../domain/timestamp';
import type { Db } from '../database/connection';

type Vendor = 'gorgias' | 'brevo';

/** A vendor whose answers do not come: nobody waits for it to be mended, each request is tried all the same. */
export interface Unanswered {
  readonly vendor: Vendor;
  /** Of the list of errors: what the last request failed with. */
  readonly code: string;
  readonly message: string;
  /** Of the first request without an answer; none was answered after it. */
  readonly since: Timestamp;
}

/** Which vendors are silent, over all processes; written at the gate of every request (`activities/admission.ts`). */
export interface UnansweredRequests {
  /** One more request brought no answer. */
  failed(account: string, failure: Pick<Unanswered, 'vendor' | 'code' | 'message'>): Promise<void>;
  answered(account: string, vendor: Vendor): Promise<void>;
  /** Those that are silent now, the first one first; empty: whoever was asked last has answered, or nobody was asked lately. */
  read(account: string): Promise<readonly Unanswered[]>;
}

export function createUnanswered(db: Db): UnansweredRequests {
  return {
    failed: async (account, { vendor, code, message }) => {
      await db.query(FAILED, [account, scopeOf(vendor), code, message]);
    },
    answered: async (account, vendor) => {
      await db.query('delete from account_holds where account = $1 and scope = $2', [account, scopeOf(vendor)]);
    },
    read: (account) => db.query<Unanswered>(READ, [account]),
  };
}

const ENDING = ' unanswered';

function scopeOf(vendor: Vendor): string {
  return `${vendor}${ENDING}`;
}

/** The scope of the vendor that `vendor`, an expression, names. */
export const unansweredScope = (vendor: string): string => `${vendor} || '${ENDING}'`;

/** True of the rows that hold something back, unlike those of this file. */
export const IS_HOLD = `scope not like '%${ENDING}'`;

/** One request that was lost is repeated within seconds; who is silent for longer is worth a word. */
const WORTH_A_WORD = `interval '15 seconds'`;
/** Nothing is known any more: the account is paused, or its worker stood still. Something is asked each minute, and failures are repeated as often. */
const FORGOTTEN = `interval '10 minutes'`;

// `probe_at` of these rows is the time of the last request.
const FAILED = `insert into account_holds as h (account, scope, code, message, probe_at)
  select account, $2, $3, $4, clock_timestamp() from accounts where account = $1
  on conflict (account, scope) do update set code = excluded.code, message = excluded.message, probe_at = excluded.probe_at,
    since = case when h.probe_at < excluded.probe_at - ${FORGOTTEN} then excluded.since else h.since end`;

/** True of the rows of this file that are shown. */
export const IS_UNANSWERED = `(scope like '%${ENDING}' and since < clock_timestamp() - ${WORTH_A_WORD}
  and probe_at > clock_timestamp() - ${FORGOTTEN})`;

const READ = `select split_part(scope, ' ', 1) as vendor, code, message, since
  from account_holds where account = $1 and ${IS_UNANSWERED} order by since, scope`;
