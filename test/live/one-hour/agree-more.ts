import { count } from '../../../packages/sdk/cli/output/figures';
import type { Answers, Json, MoreAnswers } from './answers';
import { type Saying, sum } from './saying';

/** Of what is asked once the rest agrees. */
export function ofMore({ api }: Answers, more: MoreAnswers): readonly Saying[] {
  return [...ofPlan(api, more), ...ofAutomations(api, more), ...ofStories(api, more), ...ofDoctor(api, more)];
}

function ofPlan({ status }: Answers['api'], { plan }: MoreAnswers): readonly Saying[] {
  if (plan === null) return [];
  const { api, json, text } = plan;
  const rows = (name: string): number => api.resources.find((list: Json) => list.name === name)?.rows;
  const { requests, seconds } = status.run.totals;
  return [
    ['the plan', { api, json }],
    ['customers to read', { plan: rows('customers'), status: status.customersCount }],
    ['tickets to read', { plan: rows('tickets'), status: status.ticketsTracked }],
    [
      'contacts to write',
      {
        ...{ plan: count(api.contactsToWrite), status: count(status.contacts.due) },
        'tajo plan': /up to ([\d,]+) contacts? to write/.exec(text)?.[1],
      },
    ],
    ['the last run', { plan: [api.lastRun.requests, api.lastRun.seconds], status: [requests, seconds] }],
  ];
}

function ofAutomations({ satisfaction }: Answers['api'], { automations }: MoreAnswers): readonly Saying[] {
  const { api, json, text } = automations;
  const answered = ({ csatWith, csatWithout }: Json): number => sum(csatWith.responses, csatWithout.responses);
  return [
    ['automations', { api: [api.automations, api.groups], json: [json.automations, json.groups] }],
    [
      'tickets that changed',
      {
        automations: count(api.activeTickets),
        'by channel': count(api.groups.map(({ tickets }: Json) => tickets).reduce(sum, 0)),
        'tajo automations': /: ([\d,]+) tickets? changed/.exec(text)?.[1],
      },
    ],
    [
      'answers',
      {
        ...{ automations: api.csat.responses, satisfaction: satisfaction.responses },
        'by channel': api.groups.map(answered).reduce(sum, 0),
        'by rule': api.automations.length === 0 ? api.csat.responses : answered(api.automations[0]),
      },
    ],
    [
      'runs',
      {
        rules: api.automations.map(({ runs }: Json) => runs).reduce(sum, 0),
        'by channel': api.groups.map(({ runs }: Json) => runs).reduce(sum, api.runsWithoutTicket),
      },
    ],
  ];
}

function ofStories({ ended }: Answers['api'], { why }: MoreAnswers): readonly Saying[] {
  const stories = why.api.flatMap((story): Saying[] => {
    const [ticket] = story.tickets;
    const end = ended.tickets.find(({ ticketId }: Json) => ticketId === ticket.ticketId);
    const name = `ticket ${String(ticket.ticketId)}`;
    const rule = story.story.findLast(({ rules }: Json) => rules.length > 0)?.rules.at(-1);
    return [
      [`the outcome of ${name}`, { why: ticket.outcome, funnel: end.outcome }],
      [`the hold of ${name}`, { why: ticket.stage === 'held', funnel: end.fate === 'held' }],
      [`what decided about ${name}`, end.fate === 'skipped' ? { why: rule?.rule, funnel: end.rule } : {}],
    ];
  });
  const [first] = why.api;
  if (first === undefined) return stories;
  const said = why.text?.includes(String(first.reasons[0]).replaceAll(/\s+/g, ' ')) === true;
  return [
    ...stories,
    ['why', { api: first.reasons, json: why.json.reasons }],
    ['why in words', { said, wanted: true }],
  ];
}

function ofDoctor({ status }: Answers['api'], { doctor }: MoreAnswers): readonly Saying[] {
  const own = doctor.checks.find(({ name }: Json) => name === `account.${String(status.account)}`);
  return [
    [
      'the state by doctor',
      { doctor: /\b(connected|paused|refused|off)\b/.exec(own?.sentence ?? '')?.[1], status: status.state },
    ],
    ['its code by doctor', { doctor: own?.code ?? null, status: status.stateCode }],
    ['a worker', { doctor: doctor.checks.find(({ name }: Json) => name === 'worker')?.ok, running: true }],
  ];
}
