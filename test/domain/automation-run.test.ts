import { automationRun } from '../../src/domain/automation/automation';
import type { FeedEvent } from '../../src/domain/records';
import { timestamp } from '../../src/domain/timestamp';

const eventOf = (change: Partial<FeedEvent>): FeedEvent => ({
  ...{ id: 1, type: 'rule-executed', objectType: 'Rule', objectId: 7, data: null, context: null, userId: null },
  createdAt: timestamp('2026-08-26T18:39:33.916276Z'),
  ...change,
});

describe('an event of the feed', () => {
  test.each<[string, Partial<FeedEvent>, object]>([
    [
      'has what the web app expects',
      { data: { id: 7, name: 'Auto reply', failed_actions: [{ action_name: 'addTags', failure_reason: 'gone' }] } },
      { kind: 'rule', ref: '7', name: 'Auto reply', failures: [{ action: 'addTags', reason: 'gone' }], ticketId: null },
    ],
    ['has no data', {}, { kind: 'rule', ref: '7', name: 'rule 7', failures: [] }],
    [
      'hangs on the ticket and names the macro flat',
      { type: 'macro-applied', objectType: 'Ticket', objectId: 5, data: { macro_id: 9, macro_name: 'WISMO' } },
      { kind: 'macro', ref: '9', name: 'WISMO', ticketId: 5, context: null },
    ],
    [
      'hangs on the macro and names the ticket',
      { type: 'macro-applied', objectType: 'Macro', objectId: 9, data: { name: 'WISMO', ticket_id: 5 } },
      { kind: 'macro', ref: '9', name: 'WISMO', ticketId: 5 },
    ],
    [
      'has a list of macros',
      {
        type: 'macro-applied',
        objectType: 'TicketMessage',
        data: { macros: [{ id: 9, name: 'WISMO' }] },
        context: 'c',
      },
      { kind: 'macro', ref: '9', name: 'WISMO', ticketId: null, context: 'c' },
    ],
    [
      'has nothing that fits',
      { type: 'macro-applied', objectType: 'TicketMessage', data: { failed_actions: 'odd', macro: null } },
      { kind: 'macro', ref: 'unknown', name: 'unknown macro', failures: [] },
    ],
  ])('when it %s, is a run all the same', (_case, change, expected) => {
    expect(automationRun(eventOf(change))).toMatchObject(expected);
  });

  test('when it tells of something else, is none', () => {
    expect(automationRun(eventOf({ type: 'rule-updated' }))).toBeNull();
  });
});
