import type { Scene } from './scene';

/** Brevo was asked for a contact. */
export interface ContactRead {
  readonly at: number;
  readonly seq: number;
  readonly email: string;
}

const CONTACT = /^\/v3\/contacts\/([^/]*(?:@|%40)[^/]*)$/;

/** The address that is asked about; empty: none is. */
export function contactIn(path: string): string {
  return decodeURIComponent(CONTACT.exec(path)?.[1] ?? '');
}

/** What a worker has been told in a step that it lived through, the connector knows. */
export function noteReads(
  { sandbox, chronicle }: Pick<Scene, 'sandbox' | 'chronicle'>,
  reads: readonly ContactRead[],
): void {
  const answers = reads.length === 0 ? [] : sandbox.brevo.journal.requests({ method: 'GET', status: 200 });
  for (const { at, seq, email } of reads)
    if (answers.some((one) => one.seq === seq && one.fault === null)) chronicle.reads.push({ at, email });
}
