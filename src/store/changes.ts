import { IS_HOLD, IS_UNANSWERED } from './accounts/unanswered';
import type { Db } from './database/connection';

export type ChangedPart = 'account' | 'run' | 'tickets' | 'deliveries' | 'contacts' | 'reports';

/** How an account stands, part by part: a text that is another one as soon as something of the part has changed. */
export interface Marks {
  readonly account: string;
  readonly marks: Readonly<Record<ChangedPart, string>>;
}

/** What whoever watches is told by: one small statement for all accounts, a few rows from the ends of indexes. */
export interface Changes {
  read(): Promise<readonly Marks[]>;
}

export function createChanges(db: Db): Changes {
  return { read: () => db.query<Marks>(MARKS) };
}

// Of a run that is under way, how far it is changes all the time: its mark is that of the moment.
const MARKS = `select a.account, jsonb_build_object(
    'account', concat_ws(' ', a.state, a.enabled, a.updated_at,
      (select string_agg(scope || since, ' ' order by scope) from account_holds
        where account = a.account and (${IS_HOLD} or ${IS_UNANSWERED})),
      (select accepted_at from webhook_health where account = a.account)),
    'run', (select concat_ws(' ', run_id, state, finished_at, case when state = 'running' then clock_timestamp() end)
      from runs where account = a.account order by started_at desc limit 1),
    'tickets', concat_ws(' ', (select seq from ticket_events where account = a.account order by seq desc limit 1),
      (select decided_at from decisions where account = a.account order by decided_at desc limit 1)),
    'deliveries', (select ${greatestOf('settled_at', 'tried_at', 'gate_at', 'intended_at')} from outbox where account = a.account
      order by ${greatestOf('settled_at', 'tried_at', 'gate_at', 'intended_at')} desc limit 1),
    'contacts', (select looked_at from contacts where account = a.account and hash is not null
      and looked_at > '-infinity' order by looked_at desc limit 1),
    'reports', concat_ws(' ', (select concat_ws(' ', audit_id, state, looked) from audits where account = a.account
        order by started_at desc limit 1),
      (select concat_ws(' ', id, position, finished_at) from rehearsals where account = a.account order by started_at desc limit 1))
  ) as marks
  from accounts a order by a.account`;

function greatestOf(...columns: readonly string[]): string {
  return `greatest(${columns.join(', ')})`;
}
