import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCall } from '../../api/use-call';
import { isReader } from '../../app/session';
import { Answer } from '../../parts/answer';
import { Card, Page } from '../../parts/page';
import { FoundOnes } from './found';
import { LatelyEnded } from './lately-ended';

/** What was searched for last: it may be somebody's address, so it stays out of the address line, and in the page. */
let remembered = '';
const PAUSE_MS = 250;

export function Tickets(): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(remembered);
  const settled = useSettled(text.trim());
  const wanted = settled.length >= 2 || /^\d+$/.test(settled);
  const found = useCall('search', wanted ? { query: {}, body: { text: settled } } : null, { on: ['tickets'] });
  useEffect(() => {
    remembered = text;
  }, [text]);
  return (
    <Page
      title="Tickets and people"
      sentence={
        isReader.value
          ? 'Find a ticket or a person by number, and see why it stands as it does.'
          : 'Find a ticket by its number or a person by address or name, and see why they stand as they do.'
      }
    >
      <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
        <label for="search" class="hidden">
          Number, address or name
        </label>
        <input
          id="search"
          ref={field}
          type="search"
          value={text}
          maxLength={254}
          autocomplete="off"
          spellcheck={false}
          placeholder={isReader.value ? 'Number of a ticket or customer' : 'Number, address or name'}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
      {wanted ? (
        <Answer of={found}>{(data) => <FoundOnes found={data} />}</Answer>
      ) : (
        <Card title="Ended lately" note="The newest outcomes of the last 30 days">
          <LatelyEnded />
        </Card>
      )}
    </Page>
  );
}

/** The text as it was when nothing was typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
