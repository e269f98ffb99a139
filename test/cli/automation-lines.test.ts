import { automationLines } from '../../packages/sdk/cli/output/automations';
import type { Automations } from '../../packages/sdk/client/insight-types';

it('however long names, reasons and figures are, the table of automations fits into 80 columns and keeps every figure', () => {
  const csat = { responses: 123_456, average: 4.25 };
  const at = '2026-11-20T10:00:00Z';
  const both = { csatWith: csat, csatWithout: csat };
  const none = { csatWith: { responses: 9, average: 5 }, csatWithout: { responses: 0, average: null } };
  const automation = (name: string, runs: number): Automations['automations'][number] => ({
    ...{ kind: 'macro', id: name, name, runs, tickets: runs, ticketShare: 1, firstAt: at, lastAt: at },
    failures: [{ action: 'addTags', reason: 'because '.repeat(30), times: 1_234, tickets: [1, 95_000_001] }],
    ...both,
  });
  const lines = automationLines({
    ...{
      account: 'yourstore',
      since: at,
      countedFrom: at,
      from: at,
      groups: [
        { value: '7', name: 'Mara '.repeat(20), tickets: 1_234_567, automatedTickets: 1, runs: 1_234_567, ...both },
        { value: null, name: null, tickets: 1, automatedTickets: 0, runs: 0, ...none },
      ],
      activeTickets: 1_234_567,
      runsWithoutTicket: 1_234_567,
      csat,
    },
    automations: [
      automation('Auto reply', 7),
      automation('Where is my order '.repeat(10), 1_234_567),
      automation('x'.repeat(300), 1),
      { ...automation('Nameless', 3), tickets: 0, ticketShare: 0, failures: [] },
    ],
    backfill: { state: 'running', sentence: 'reading '.repeat(30), percent: 40, events: 0 },
  });

  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.join('\n')).toMatch(/macro +Auto.* +7 +7 +100% +4\.25 \(123k\) +4\.25 \(123k\) +11-20/);
  expect(lines.join('\n')).toMatch(
    /macro +Where.*… +1,234,567 +1,234,567 +100% +4\.25 \(123k\) +4\.25 \(123k\) +11-20/,
  );
  // Of what ran nobody knows where, no number of tickets is told.
  expect(lines.join('\n')).toMatch(/macro +Nameless +3 +– +– +4\.25/);
  expect(lines.join(' ')).toContain(
    'Of 1,234,567 runs Gorgias does not say on which ticket: they count under runs, and under no tickets (–).',
  );
  expect(lines.join('\n')).toMatch(/nobody +1 +0% +0 +~5\.00 \(9\) +–\n\n~ fewer than 10 answers/);
});
