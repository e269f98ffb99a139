import type { Db } from '../database/connection';
import type { Timestamp } from '../../domain/timestamp';
import { IS_HOLD, unansweredScope } from './unanswered';

/** One request to a vendor, as far as its admission depends on it. */
export interface Departure {
  readonly vendor: 'gorgias' | 'brevo';
  /** `POST /smtp/email`: method and route, ids replaced by names. */
  readonly call: string;
  /** It changes something in Brevo: a pause keeps it back, and waits for it. */
  readonly writes: boolean;
  /** A person waits for the answer: what is held back is tried all the same. */
  readonly asked: boolean;
}

export type Admitted =
  /**
   * `token`: to be given back after a write. `probes`: scopes of holds that this request finds out about. `wasUnanswered`: an answer to it ends a
   * silence of its vendor (`unanswered.ts`).
   */
  | {
      readonly kind: 'go';
      readonly token: string | null;
      readonly probes: readonly string[];
      readonly wasUnanswered?: true;
    }
  | { readonly kind: 'off' | 'paused' | 'gone' }
  | ({ readonly kind: 'held' } & Pick<Hold, 'scope' | 'code' | 'message'>);

/** Something that a person must mend in a vendor's account. */
export interface Hold {
  /**
   * The vendor alone, when it refuses the key; the vendor and the call that it refuses; or `mapping`, which holds back no call: what does not
   * fit is left out meanwhile.
   */
  readonly scope: string;
  /** Of the list of errors. */
  readonly code: string;
  readonly message: string;
  readonly since: Timestamp;
  readonly probeAt: Timestamp;
}

/** What an account lets out, asked before each request to a vendor (design D14). */
export interface Admission {
  enter(account: string, departure: Departure): Promise<Admitted>;
  leave(account: string, token: string): Promise<void>;
  /** Writes to Brevo that may still be on the wire. */
  underWay(account: string): Promise<number>;
  /** Everybody waits from now on; true for the one who has to alert. */
  hold(
    account: string,
    hold: Pick<Hold, 'scope' | 'code' | 'message'> & {
      /** The message with what to do: the state of an account whose key is refused. */
      readonly reason: string;
    },
  ): Promise<boolean>;
  /** The call was answered well: nobody waits any more. True when somebody did. */
  lift(account: string, scopes: readonly string[]): Promise<boolean>;
  /** The request that was to find out has told nothing: somebody else tries soon. */
  untold(account: string, scopes: readonly string[]): Promise<void>;
  holds(account: string): Promise<readonly Hold[]>;
  /** Somebody may have mended it: the next request tries. */
  probeNow(account: string): Promise<void>;
}

/** So often somebody looks whether a refused key, or a call that is refused, works again: for all that wait. */
const PROBE_EVERY = `interval '10 minutes'`;
/** After one that brought no word of the vendor's: it gave way to other requests, or the network failed. */
const PROBE_SOON = `interval '30 seconds'`;
/** No request to Brevo takes longer (`http/transport.ts`); one of a process that was killed is over by then. */
const LONGEST_DEPARTURE = `interval '30 seconds'`;

export function createAdmission(db: Db): Admission {
  return {
    enter: async (account, departure) => {
      const scopes = scopesOf(departure);
      const enter = departure.writes ? ENTER_TO_WRITE : ENTER;
      const [row] = await db.query<EnterRow>(enter, [account, scopes, departure.writes, departure.asked]);
      return row === undefined ? { kind: 'gone' } : toAdmitted(row);
    },
    leave: async (account, token) => {
      await db.query('delete from departures where account = $1 and token = $2::uuid', [account, token]);
    },
    underWay: async (account) => (await db.query<{ count: number }>(UNDER_WAY, [account]))[0]?.count ?? 0,
    hold: async (account, { scope, code, message, reason }) =>
      (await db.query<{ fresh: boolean }>(HOLD, [account, scope, code, message, reason]))[0]?.fresh === true,
    lift: async (account, scopes) => (await db.query(LIFT, [account, [...scopes]])).length > 0,
    untold: async (account, scopes) => {
      await db.query(UNTOLD, [account, [...scopes]]);
    },
    holds: (account) => db.query<Hold>(HOLDS, [account]),
    probeNow: async (account) => {
      await db.query(`update account_holds set probe_at = clock_timestamp() where account = $1 and ${IS_HOLD}`, [
        account,
      ]);
    },
  };
}

/** What a refusal of this call may be about. */
function scopesOf({ vendor, call }: Departure): readonly string[] {
  return [vendor, `${vendor} ${call}`];
}

interface EnterRow {
  readonly gate: 'go' | 'off' | 'paused' | 'gone';
  readonly held: Pick<Hold, 'scope' | 'code' | 'message'> | null;
  readonly token: string | null;
  readonly probes: readonly string[] | null;
  readonly wasUnanswered: boolean;
}

function toAdmitted({ gate, held, token, probes, wasUnanswered }: EnterRow): Admitted {
  if (gate !== 'go') return { kind: gate };
  if (held !== null) return { kind: 'held', ...held };
  return { kind: 'go', token, probes: probes ?? [], ...(wasUnanswered && { wasUnanswered }) };
}

/**
 * In one statement: before a write the account's row is locked against a pause, which so either is seen here or waits for the departure that
 * is noted. Whoever finds the time of a probe come takes it for everybody, unless it would have to wait for another hold all the same.
 */
function entering(lock: '' | 'for share'): string {
  return `with me as (
    select case when state = 'uninstalled' then 'gone' when not enabled then 'off'
      when state = 'paused' and $3::boolean then 'paused' else 'go' end as gate
    from accounts where account = $1 ${lock}
  ), probed as (
    update account_holds h set probe_at = clock_timestamp() + ${PROBE_EVERY}
    from me where me.gate = 'go' and h.account = $1 and h.scope = any($2::text[])
      and ($4::boolean or h.probe_at <= clock_timestamp() and not exists (
        select 1 from account_holds o where o.account = $1 and o.scope = any($2::text[]) and o.probe_at > clock_timestamp()))
    returning h.scope
  ), held as (
    select scope, code, message from account_holds
    where account = $1 and scope = any($2::text[]) and scope not in (select scope from probed) order by scope limit 1
  ), departed as (
    insert into departures (account, token) select $1, gen_random_uuid() from me
    where gate = 'go' and $3::boolean and not exists (select 1 from held)
    returning token
  )
  select gate, (select to_jsonb(held) from held) as held, (select token::text from departed) as token,
    (select array_agg(scope) from probed) as probes,
    exists (select 1 from account_holds where account = $1 and scope = ${unansweredScope('($2::text[])[1]')}) as "wasUnanswered"
  from me`;
}

const ENTER = entering('');
const ENTER_TO_WRITE = entering('for share');

const UNDER_WAY = `with over as (delete from departures where account = $1 and entered_at < clock_timestamp() - ${LONGEST_DEPARTURE})
  select count(*)::int as count from departures where account = $1 and entered_at >= clock_timestamp() - ${LONGEST_DEPARTURE}`;

// Told once: a refused key also by the state of its account, unless a person has paused it.
const HOLD = `with held as (
  insert into account_holds as h (account, scope, code, message, probe_at)
  values ($1, $2, $3, $4, clock_timestamp() + ${PROBE_EVERY})
  on conflict (account, scope) do update set code = excluded.code, message = excluded.message, probe_at = excluded.probe_at
  returning (h.xmax = 0) as fresh
), stated as (
  update accounts set state = 'refused', state_reason = $5, state_code = $3, updated_at = now()
  where account = $1 and state = 'connected' and $2 in ('gorgias', 'brevo')
)
select fresh from held`;

const LIFT = `with lifted as (
  delete from account_holds where account = $1 and scope = any($2::text[]) returning scope
), stated as (
  update accounts set state = 'connected', state_reason = null, state_code = null, updated_at = now()
  where account = $1 and state = 'refused' and exists (select 1 from lifted) and not exists (
    select 1 from account_holds where account = $1 and scope in ('gorgias', 'brevo') and not scope = any($2::text[]))
)
select scope from lifted`;

const UNTOLD = `update account_holds set probe_at = least(probe_at, clock_timestamp() + ${PROBE_SOON})
  where account = $1 and scope = any($2::text[])`;

const HOLDS = `select scope, code, message, since, probe_at as "probeAt" from account_holds
  where account = $1 and ${IS_HOLD} order by since, scope`;
