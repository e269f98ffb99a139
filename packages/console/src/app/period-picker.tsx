import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { PERIODS, type PeriodName, usePeriod } from './period';
import { currentPath, replace, route, to } from './route';

/** Which time the numbers are about; it stands in the address. */
export function PeriodPicker(): JSX.Element {
  const { name } = usePeriod();
  const [own, setOwn] = useState(name === 'own');
  const choose = (period: PeriodName): void => {
    setOwn(false);
    replace(here({ period, from: null, to: null }));
  };
  return (
    <div class="period">
      <div class="segments" role="group" aria-label="Period">
        {(Object.keys(PERIODS) as PeriodName[]).map((one) => (
          <button key={one} type="button" aria-pressed={!own && name === one} onClick={() => choose(one)}>
            {PERIODS[one].label}
          </button>
        ))}
        <button type="button" aria-pressed={own} onClick={() => setOwn(true)}>
          Dates
        </button>
      </div>
      {own ? <OwnDates /> : null}
    </div>
  );
}

function OwnDates(): JSX.Element {
  const { from = '', to: until = '' } = route.value.query;
  const [dates, setDates] = useState({ from, until });
  const set = (changed: Partial<typeof dates>): void => {
    const now = { ...dates, ...changed };
    setDates(now);
    if (now.from !== '' && now.until !== '' && now.from <= now.until)
      replace(here({ period: null, from: now.from, to: now.until }));
  };
  return (
    <div class="dates">
      <label>
        From <input type="date" value={dates.from} onChange={(event) => set({ from: event.currentTarget.value })} />
      </label>
      <label>
        to <input type="date" value={dates.until} onChange={(event) => set({ until: event.currentTarget.value })} />
      </label>
    </div>
  );
}

function here(query: Readonly<Record<string, string | null>>): string {
  return to(currentPath(), { ...route.value.query, ...query });
}
