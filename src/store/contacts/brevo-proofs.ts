import type { ProofSubject, Proofs } from '../../domain/contact/brevo-proof';
import type { Db } from '../database/connection';

/** What the connected Brevo account was seen to do with values. Forgotten with the account (design D17). */
export interface BrevoProofs {
  all(account: string): Promise<Proofs>;
  /** A later look stands over an earlier one. */
  record(account: string, subject: ProofSubject, holds: boolean): Promise<void>;
}

export function createBrevoProofs(db: Db): BrevoProofs {
  return {
    all: async (account) => {
      const sql = 'select subject, holds from brevo_proofs where account = $1 order by subject';
      const rows = await db.query<{ subject: string; holds: boolean }>(sql, [account]);
      return new Map(rows.map(({ subject, holds }) => [subject, holds]));
    },
    record: async (account, subject, holds) => {
      await db.query(RECORD, [account, subject, holds]);
    },
  };
}

const RECORD = `insert into brevo_proofs (account, subject, holds) values ($1, $2, $3)
  on conflict (account, subject) do update set holds = excluded.holds, proved_at = excluded.proved_at`;
