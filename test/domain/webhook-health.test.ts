import { type WebhookHealth, webhookProblem } from '../../src/domain/webhook/webhook-health';
import { timestamp } from '../../src/domain/timestamp';

const NOW = timestamp('2026-11-20T12:00:00.000000Z');
const FINE: WebhookHealth = {
  ...{ acceptedAt: timestamp('2026-11-20T09:00:00.000000Z'), refusals: 0, refusedAt: null, refusedStatus: null },
  ...{ unheard: 0, unheardSince: null, told: null },
};
const SILENT = { ...FINE, unheard: 3, unheardSince: timestamp('2026-11-20T10:59:59.000000Z') };
const FAILING = { ...FINE, refusals: 10, refusedAt: timestamp('2026-11-20T11:59:00.000000Z'), refusedStatus: 401 };

const troubleOf = (health: Partial<WebhookHealth>, secretSet = true) =>
  webhookProblem({ ...FINE, ...health }, { now: NOW, secretSet });

describe('trouble with webhooks', () => {
  it.each<[string, Partial<WebhookHealth>, boolean, string | null]>([
    ['nothing has changed since the newest', {}, true, null],
    ['three tickets changed over an hour and none was told of', SILENT, true, 'silent'],
    ['only two changed', { ...SILENT, unheard: 2 }, true, null],
    [
      'the first changed less than an hour ago',
      { ...SILENT, unheardSince: timestamp('2026-11-20T11:00:01.000000Z') },
      true,
      null,
    ],
    ['none ever came', { ...SILENT, acceptedAt: null }, true, null],
    ['no secret is set any more', SILENT, false, null],
    ['ten in a row were refused', FAILING, true, 'failing'],
    ['nine were', { ...FAILING, refusals: 9 }, true, null],
    [
      'ten were, and four minutes ago one was accepted',
      { ...FAILING, acceptedAt: timestamp('2026-11-20T11:56:00.000000Z') },
      true,
      null,
    ],
    ['ten were, and none was ever accepted', { ...FAILING, acceptedAt: null }, true, 'failing'],
    ['ten were refused and tickets changed', { ...SILENT, ...FAILING, unheard: 50 }, true, 'failing'],
    ['they are refused because no secret is set', { ...FAILING, refusedStatus: 503 }, false, 'failing'],
  ])('when %s, is told for what it is', (_case, health, secretSet, kind) => {
    expect(troubleOf(health, secretSet)?.kind ?? null).toBe(kind);
  });

  it.each([
    [401, 'not GORGIAS_WEBHOOK_SECRET'],
    [413, 'Compare the integrations'],
    [429, 'More came at once'],
    [503, '/readyz'],
  ])('when the answer is %d, the next step fits it', (refusedStatus, words) => {
    const trouble = troubleOf({ ...FAILING, refusedStatus });
    expect(trouble?.sentence).toContain(
      `The last 10 webhooks were refused, the newest at 2026-11-20 11:59 UTC with ${refusedStatus}.`,
    );
    expect(trouble?.nextStep).toContain(words);
  });

  it('when it is silence, says since when, how many tickets changed and how to switch the integrations on', () => {
    const { sentence, nextStep } = troubleOf({ ...SILENT, unheard: 14 })!;
    expect(sentence).toBe(
      'No webhook has come since 2026-11-20 09:00 UTC, although 14 tickets changed; the feed found them.',
    );
    expect(nextStep).toContain('tajo connectors webhooks gorgias --url ADDRESS --create');
  });
});
