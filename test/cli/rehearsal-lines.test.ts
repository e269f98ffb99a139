import { rehearsalLines } from '../../packages/sdk/cli/output/rehearsal';
import type { Rehearsal } from '../../packages/sdk/client/rehearsals';

const NAME = 'post-support-upsell';
const REASON = 'allowed so far, and a vendor has not answered about the customer yet';
const REHEARSAL = {
  since: '2026-08-30T05:50:00Z',
  until: '2026-11-30T05:50:00Z',
  today: {
    ends: 44,
    undecided: 0,
    undone: 0,
    outcomes: { satisfied: 44 },
    sent: 43,
    heldFirst: 0,
    people: 43,
    peopleWithMore: 0,
    busiestDay: null,
    decisions: [
      { campaign: NAME, kind: 'send', rule: null, reason: '', ends: 43, examples: [95000036] },
      { campaign: NAME, kind: 'held', rule: 'vendors_answered', reason: REASON, ends: 1, examples: [95000041] },
    ],
    examples: [95000036, 95000041],
  },
  proposed: null,
  agreement: {
    compared: 44,
    same: 40,
    differing: [
      { cause: 'late', meaning: 'the connector was held up', ends: 3 },
      { cause: 'unexplained', meaning: 'nobody knows', ends: 1 },
    ],
  },
  reach: null,
} as unknown as Rehearsal;

describe('a rehearsal in 80 columns', () => {
  const at = '2026-11-30T05:45:25.000000Z';
  const life = {
    outcome: 'satisfied',
    campaign: NAME,
    kind: 'skip',
    rule: 'still_ended',
    why: 'the ticket was reopened',
    at: '2026-11-30T05:45:39.000000Z',
  } as const;
  const end = {
    ticketId: 95000036,
    closedAt: at,
    proposed: null,
    changed: false,
    life,
    today: { ...life, score: 5, kind: 'send', rule: null, why: '', at, dueAt: null, heldBy: null },
  } as const;
  const lines = rehearsalLines(REHEARSAL, {
    changed: [],
    differing: [
      { ...end, cause: 'unexplained' },
      { ...end, ticketId: 95000041, cause: 'late' },
    ],
  });

  it('names what differs from life: the cause with its tickets, and both answers where nobody knows the cause', () => {
    const text = lines.join('\n').replaceAll(/\s+/g, ' ');
    expect(text).toContain('3 the connector was held up (ticket 95000041, …)');
    expect(text).toContain('1 nobody knows (ticket 95000036)');
    expect(text).toContain('95000036 rehearsed satisfied (5 of 5), post-support-upsell sent, 2026-11-30 05:45 UTC');
    expect(text).toContain(
      'in life satisfied, post-support-upsell skipped by the rule still_ended: the ticket was reopened',
    );
  });

  it('beside another policy tells what that could not decide yet, and the numbers of both come to the same sum', () => {
    const undecided = { campaign: null, kind: 'undecided' as const, rule: null, ends: 1, examples: [95000014] };
    const proposed = {
      ...REHEARSAL.today,
      ...{ outcomes: { satisfied: 42 }, ends: 42, undecided: 1, undone: 1, sent: 42 },
      decisions: [{ ...undecided, reason: 'nobody can know yet how it ended' }],
    };
    const nothing = {
      outcome: null,
      score: null,
      campaign: null,
      kind: 'undecided',
      rule: null,
      heldBy: null,
    } as const;
    const told = {
      ...end,
      proposed: { ...nothing, why: 'nobody can know yet how it ended', at, dueAt: '2026-12-03T10:57:00.000000Z' },
      cause: null,
    };
    const gone = { ...end, ticketId: 95000041, cause: null };
    const text = rehearsalLines({ ...REHEARSAL, proposed, changed: 2 }, { changed: [told, gone], differing: [] })
      .join(' ')
      .replaceAll(/\s+/g, ' ');

    expect(text).toContain(
      'They ended: 44 satisfied Then: 42 satisfied, 1 not decided yet, 1 reopened or gone before it could be known',
    );
    expect(text).toContain(
      '95000036 today satisfied (5 of 5), post-support-upsell sent then not decided yet, until 2026-12-03 10:57 UTC at the latest',
    );
    expect(text).toContain('then nobody could know how it ended before it was undone');
  });

  it('shows the names whole, the answers to their end and what a list of numbers is, and no line is longer', () => {
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join('\n')).toContain(`${NAME}  `);
    expect(lines.join(' ').replaceAll(/[\s\d,]+/g, ' ')).toContain('a vendor has not answered about the customer yet');
    expect(lines.find((line) => line.includes('95000036, 95000041'))).toMatch(
      /^For example: tickets .*`tajo why <ticket>`/,
    );
  });
});
