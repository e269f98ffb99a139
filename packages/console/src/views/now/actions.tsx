import type { JSX } from 'preact';
import type { Live } from '../../../../sdk/contract/live';
import { resumeSentence } from '../../../../sdk/contract/state-words';
import { act } from '../../api/use-call';
import { isReader } from '../../app/session';
import { ask } from '../../parts/dialog';
import { TemporalLink } from '../../parts/ticket-link';
import { count } from '../../parts/words';

/** Pause, resume, sync: each asks once and says what it did. */
export function AccountActions({ live }: { readonly live: Live }): JSX.Element | null {
  if (isReader.value) return null;
  const { account, state } = live;
  return (
    <>
      {state === 'paused' ? (
        <button type="button" class="button primary" onClick={() => askResume(account)}>
          Resume
        </button>
      ) : null}
      {state === 'connected' ? (
        <button type="button" class="button" onClick={() => askPause(account)}>
          Pause
        </button>
      ) : null}
      <button type="button" class="button" onClick={() => askPlan(account)}>
        Estimate
      </button>
      <button type="button" class="button" disabled={state !== 'connected'} onClick={() => askSync(account)}>
        Sync
      </button>
    </>
  );
}

function askPause(account: string): void {
  ask({
    title: `Pause ${account}?`,
    explain: (
      <p>
        From then on nothing is read from Gorgias and nothing leaves for Brevo but what is on the wire. Tickets go on
        waiting; what they would send is held.
      </p>
    ),
    verb: 'Pause',
    act: async () => {
      const { changed } = await act('pauseSync', { query: {} });
      return `${account} ${changed ? 'is paused' : 'was paused before'}. Nothing leaves for Brevo any more.`;
    },
  });
}

function askResume(account: string): void {
  ask({
    title: `Resume ${account}?`,
    explain: (
      <p>Reading and sending go on where they stopped. Each campaign passes every rule again before it leaves.</p>
    ),
    verb: 'Resume',
    act: async () => {
      return resumeSentence(await act('resumeSync', { query: {} }));
    },
  });
}

function askSync(account: string): void {
  ask({
    title: `Start a full sync of ${account}?`,
    explain: (
      <p>
        Everything is read again from Gorgias, and contacts that changed are written to Brevo. No campaign is sent for
        old tickets. If such a run is under way, it is joined.
      </p>
    ),
    verb: 'Start',
    act: async () => {
      const { turn, ui } = await act('startSync', { query: {}, body: { type: 'full' } });
      const words = {
        started: 'The sync has begun',
        joined: 'One was under way, and is followed',
        waiting: 'Another run is under way; ask again when it has ended',
      };
      return (
        <>
          {words[turn]}. <TemporalLink href={ui} label="Its run" />
        </>
      );
    },
  });
}

function askPlan(account: string): void {
  ask({
    title: 'Estimate a full sync?',
    explain: <p>Some pages are read from Gorgias for it, and nothing is written. It may take a minute.</p>,
    verb: 'Estimate',
    act: async () => {
      const plan = await act('planSync', { query: {} });
      const minutes = Math.ceil(plan.listMinutes + plan.enrichmentMinutes);
      return `A full sync of ${account} takes ${plan.exact ? '' : 'up to '}${count(plan.listRequests + plan.enrichmentRequests, 'request')} and about ${count(minutes, 'minute')}; ${count(plan.contactsToWrite, 'contact')} would be written.`;
    },
  });
}
