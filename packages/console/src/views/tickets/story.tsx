import type { JSX } from 'preact';
import type { StoryEntry, Why } from '../../../../sdk/contract/tickets';
import { TemporalLink } from '../../parts/ticket-link';
import { At, duration, Until } from '../../parts/time';

const WHO: Readonly<Record<StoryEntry['from'], string>> = {
  webhook: 'Webhook',
  feed: 'Feed',
  list: 'List',
  sdk: 'Program',
  backfill: 'Full sync',
  ticket: 'Ticket',
  read: 'Read again',
  policy: 'Policy',
  brevo: 'Brevo',
};

const SAYS = { pass: 'passes', wait: 'waits', held: 'holds', skip: 'forbids' } as const;
/** Shorter pauses are not worth a line, seconds. */
const PAUSE_SECONDS = 10;

interface StoryProps {
  readonly entries: readonly StoryEntry[];
  readonly waitingUntil: string | null;
  readonly workflow: Why['tickets'][number]['workflow'] | null;
}

/** What was heard, read, decided and sent, with the waits between; last what is awaited. */
export function Story({ entries, waitingUntil, workflow }: StoryProps): JSX.Element {
  return (
    <ol class="story">
      {entries.map((entry, index) => (
        <Entry
          key={`${index}/${entry.at}`}
          entry={entry}
          before={entries[index - 1] ?? null}
          ui={workflow?.ui ?? null}
        />
      ))}
      {waitingUntil === null ? null : (
        <li class="awaited">
          <span class="story-when">
            <Until at={waitingUntil} />
          </span>
          <div class="story-what">
            <strong>It is looked at again</strong>
            <TemporalLink href={workflow?.ui ?? null} label="Its timer in Temporal" />
          </div>
        </li>
      )}
    </ol>
  );
}

function Entry(props: {
  readonly entry: StoryEntry;
  readonly before: StoryEntry | null;
  readonly ui: string | null;
}): JSX.Element {
  const { entry, before, ui } = props;
  const pause = before === null ? 0 : (Date.parse(entry.at) - Date.parse(before.at)) / 1_000;
  return (
    <>
      {pause < PAUSE_SECONDS ? null : (
        <li class="pause">
          <span class="quiet">{duration(pause)} later</span>
        </li>
      )}
      <li class={`from-${entry.from}`}>
        <span class="story-when">
          <At at={entry.at} day={before === null || !sameDay(before.at, entry.at)} />
        </span>
        <div class="story-what">
          <span class="story-who">{WHO[entry.from]}</span>
          <bdi>{entry.what}</bdi>
          {entry.rules.length === 0 ? null : <Rules rules={entry.rules} ui={ui} />}
        </div>
      </li>
    </>
  );
}

/** Each rule that spoke; the last one decided. */
function Rules({ rules, ui }: { readonly rules: StoryEntry['rules']; readonly ui: string | null }): JSX.Element {
  const last = rules.at(-1);
  return (
    <details class="rules" open={last?.says !== 'pass'}>
      <summary>
        {rules.length} {rules.length === 1 ? 'rule' : 'rules'} asked
        {last === undefined || last.says === 'pass' ? ', all pass' : `: ${last.sentence}`}
      </summary>
      <ul>
        {rules.map(({ rule, says, sentence }) => (
          <li key={rule} class={says}>
            <span class="says">{SAYS[says]}</span>
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
      <TemporalLink href={ui} label="The decision in Temporal" />
    </details>
  );
}

function sameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
