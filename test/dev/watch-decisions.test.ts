import { FATES } from '../../src/domain/campaign/fates';
import { watchDecisions } from '../../src/dev/watch-decisions';
import { eventually } from '../support/eventually';
import { useAnswers } from './answers';

const EVERY_MS = 10;
const REFUSED = { code: 'auth.tajo_refused', message: 'The key is wrong.' };

/** Why tickets have no campaign, in the lines of `npm start`. */
describe('watching decisions', () => {
  const answering = useAnswers();

  it('says of each that was not sent what became of it, in the words of `tajo campaigns`', async () => {
    const one = (ticketId: number, fate: string) => ({
      ...{ campaign: 'upsell', fate, reason: `reason ${String(ticketId)}`, nextAt: null, lateScore: null },
      ...{ at: '2026-11-29T10:00:00Z', by: 'policy', ticketId },
    });
    const campaigns = FATES.map((fate, index) => one(index, fate)).reverse();
    const { url } = await answering([
      [200, { account: 'a', since: '2026-11-29', stopped: null, groups: [], campaigns }],
      [403, { error: REFUSED }],
    ]);
    const lines: string[] = [];
    const stop = watchDecisions({
      url,
      apiKey: 'key',
      account: 'a',
      report: (line) => lines.push(line),
      everyMs: EVERY_MS,
    });
    await eventually(() => lines.length >= FATES.length - 1);
    stop();

    expect(lines.slice(0, FATES.length - 1)).toEqual(
      FATES.flatMap((fate, id) =>
        fate === 'sent' ? [] : [`          → campaign ${fate}: reason ${String(id)} (ticket ${String(id)})`],
      ),
    );
  });

  it('asks a connector that is busy or stops again; what stays as it is, is said once and ends it', async () => {
    const busy = { code: 'store.unavailable', message: 'Postgres does not answer.' };
    const { url, asked } = await answering([
      [503, { error: busy }],
      [503, { error: busy }],
      [403, { error: REFUSED }],
    ]);
    const lines: string[] = [];

    const stop = watchDecisions({
      url,
      apiKey: 'key',
      account: 'a',
      report: (line) => lines.push(line),
      everyMs: EVERY_MS,
    });
    await eventually(() => lines.length > 0);
    // Twenty looks' time: it would have asked again long since.
    await new Promise((resolve) => setTimeout(resolve, 20 * EVERY_MS));
    stop();

    expect(lines).toEqual([expect.stringContaining('why tickets have no campaign cannot be shown')]);
    expect(lines[0]).toContain(REFUSED.message);
    expect(asked()).toBe(3);
  });
});
