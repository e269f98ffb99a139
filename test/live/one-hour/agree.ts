import { count } from '../../../packages/sdk/cli/output/figures';
import { type Fate, FATES, PENDING_FATES, UNSENT_FATES } from '../../../src/domain/campaign/fates';
import { ofMore } from './agree-more';
import type { Answers, Json } from './answers';
import { disagreement, type Saying, sum } from './saying';

/** Where two answers say different things of the same; empty when all agree. */
export function disagreements(answers: Answers): readonly string[] {
  const sayings = [
    ...[...ofState(answers), ...ofRun(answers), ...ofStore(answers), ...ofCampaigns(answers)],
    ...(answers.more === null ? [] : ofMore(answers, answers.more)),
  ];
  return [...sayings.flatMap(disagreement), ...unsaid(answers)];
}

function ofState({ api, json, text, metrics }: Answers): readonly Saying[] {
  const { status, live, connectors, progress } = api;
  const [listed] = connectors.connectors;
  const inMetrics = /tajo_account_state\{[^}]*state="(\w+)"[^}]*\} 1\b/.exec(metrics)?.[1];
  const words = (all: string): string | undefined => /\b(connected|paused|refused|off)\b/.exec(all)?.[1];
  const run = status.progress?.state;
  return [
    [
      'the state of the account',
      {
        ...{ status: status.state, live: live.state, list: listed.state, metrics: inMetrics },
        ...{ 'status --json': json.status.state, 'list --json': json.list.connectors[0].state },
        ...{ 'tajo status': words(text.status), 'tajo list': words(text.list) },
        ...{ 'live --json': json.live.state, 'tajo live': words(text.live) },
      },
    ],
    ['why', { status: status.stateReason, live: live.stateReason, list: listed.stateReason }],
    ['the code', { status: status.stateCode, live: live.stateCode, list: listed.stateCode }],
    ['connected', { status: status.connected, state: status.state !== 'refused' }],
    ['what a person has to mend', { status: status.holds, live: live.holds }],
    ['refused and its hold', { state: status.state === 'refused', hold: status.holds.some(isOfKey) }],
    ['the paused run', run === 'running' ? { run: false, state: status.state === 'paused' } : {}],
    [
      'the run that goes on',
      { status: status.progress !== null, progress: progress.progress?.state === 'running' || isWaiting(progress) },
    ],
  ];
}

const isOfKey = ({ code }: Json): boolean => String(code).startsWith('auth.');
const isWaiting = ({ progress }: Json): boolean => progress?.state === 'paused' || progress?.state === 'waiting';

function ofRun({ api, json, text }: Answers): readonly Saying[] {
  const { status, live, progress } = api;
  const { run } = status;
  const isRunning = run?.state === 'running';
  const summary =
    run === null || isRunning
      ? []
      : [run.totals.requests, run.totals.rows, run.totals.published].map((number: number) => count(number));
  return [
    ['the newest run', { status: run, live: live.run, progress: progress.run, 'status --json': json.status.run }],
    ['its progress', { status: status.progress, live: live.progress }],
    ['its summary', summary.length === 0 ? {} : { totals: summary, 'tajo status': summaryOf(text.status) }],
    [
      'the time that is left',
      status.progress === null ? {} : { 'not before its end': false, progress: status.progress.etaSeconds === 0 },
    ],
  ];
}

function summaryOf(text: string): readonly (string | undefined)[] {
  const found = /completed in [^:]+: ([\d,]+) requests?, ([\d,]+) records?, ([\d,]+) contacts? written/.exec(text);
  return found?.slice(1) ?? [];
}

function ofStore({ api, json, text, metrics }: Answers): readonly Saying[] {
  const { status, live, quarantine, satisfaction, scores } = api;
  const causes = (list: readonly Json[]): readonly string[] =>
    list.map(({ cause, records }) => `${cause} ${records}`).toSorted();
  const counted = [...metrics.matchAll(/tajo_quarantine_records\{([^}]*)\} (\d+)/g)].flatMap(([, labels, records]) =>
    records === '0' ? [] : [`${/cause="([^"]+)"/.exec(labels ?? '')?.[1] ?? ''} ${records ?? ''}`],
  );
  const stages = Object.fromEntries(live.tickets.map(({ stage, tickets }: Json) => [stage, tickets]));
  return [
    [
      'contacts',
      {
        ...{ status: status.contacts, live: live.contacts },
        ...{ 'status --json': json.status.contacts, 'live --json': json.live.contacts },
      },
    ],
    [
      'contacts written',
      {
        status: count(status.contacts.published),
        'tajo status': /Brevo contacts ([\d,]+) written/.exec(text.status)?.[1],
        'tajo live': /Brevo contacts ([\d,]+) written/.exec(text.live)?.[1],
      },
    ],
    [
      'customers',
      { status: count(status.customersCount), 'tajo status': /Customers ([\d,]+),/.exec(text.status)?.[1] },
    ],
    ['tickets', { status: count(status.ticketsTracked), 'tajo status': /Tickets ([\d,]+),/.exec(text.status)?.[1] }],
    [
      'snoozed tickets',
      { status: count(status.ticketsSnoozed), 'tajo status': /open, ([\d,]+) snoozed/.exec(text.status)?.[1] },
    ],
    [
      'set aside',
      {
        status: causes(status.quarantine),
        quarantine: causes(quarantine.causes),
        'quarantine --json': causes(json.quarantine.causes),
        metrics: counted.toSorted(),
      },
    ],
    ['to be delivered', { status: status.undelivered.map(kindOf), live: live.undelivered.map(kindOf) }],
    ['tickets by stage', { live: stages, metrics: stagesOf(metrics) }],
    ['tickets that wait', { live: live.tickets, 'live --json': json.live.tickets }],
    [
      'scores',
      {
        satisfaction: satisfaction.responses,
        each: satisfaction.scores.reduce(sum, 0),
        list: scores.scores.length,
        series: satisfaction.series.map(({ responses }: Json) => responses).reduce(sum, 0),
      },
    ],
    ['late scores', { satisfaction: satisfaction.late, list: scores.scores.filter(({ late }: Json) => late).length }],
  ];
}

const kindOf = ({ kind }: Json): string => kind;

function stagesOf(metrics: string): Readonly<Record<string, number>> {
  const found = metrics.matchAll(/tajo_tickets_waiting\{[^}]*stage="(\w+)"[^}]*\} (\d+)/g);
  return Object.fromEntries([...found].map(([, stage = '', tickets]) => [stage, Number(tickets)]));
}

function ofCampaigns({ api, json, text }: Answers): readonly Saying[] {
  const { funnel, ended, campaigns, deliveries } = api;
  const groups = (states: readonly Fate[]): number =>
    campaigns.groups
      .filter(({ fate }: Json) => states.includes(fate))
      .map(({ campaigns: n }: Json) => n)
      .reduce(sum, 0);
  const fates = (names: readonly Fate[]): number =>
    funnel.fates
      .filter(({ fate }: Json) => names.includes(fate))
      .map(({ ends }: Json) => ends)
      .reduce(sum, 0);
  const tickets = (names: readonly Fate[]): number =>
    ended.tickets.filter(({ fate }: Json) => names.includes(fate)).length;
  /** Asked for by programs, which the funnel counts beside its tickets. */
  const requested = (names: readonly Fate[]): number =>
    funnel.requested
      .filter(({ fate }: Json) => names.includes(fate))
      .map(({ requests }: Json) => requests)
      .reduce(sum, 0);
  const left = deliveries.deliveries.filter(({ kind, state }: Json) => kind === 'campaign' && state === 'sent').length;
  const said = (word: string): number =>
    Number(
      new RegExp(`([\\d,]+) ${word}`).exec(
        text.campaigns.split(/Of tickets closed since/)[1]?.split('. ')[0] ?? '',
      )?.[1] ?? 0,
    );
  return [
    [
      'ends of tickets',
      {
        funnel: funnel.ends,
        outcomes: funnel.outcomes.map(({ ends }: Json) => ends).reduce(sum, 0),
        list: ended.tickets.length,
        parts: [funnel.sent, funnel.pending, funnel.skipped].reduce(sum, 0),
      },
    ],
    ...FATES.map((fate): Saying => [
      `campaigns that are ${fate}`,
      {
        funnel: fates([fate]) + requested([fate]),
        list: tickets([fate]) + requested([fate]),
        campaigns: groups([fate]),
        'tajo campaigns': said(fate),
        ...(fate === 'sent' ? { outbox: left } : {}),
      },
    ]),
    ['campaigns sent', { funnel: funnel.sent, fates: fates(['sent']) }],
    ['campaigns that may still leave', { funnel: funnel.pending, fates: fates(PENDING_FATES) }],
    ['campaigns that were not sent', { funnel: funnel.skipped, fates: fates(UNSENT_FATES) }],
    ['campaigns by command', { api: campaigns.groups, json: json.campaigns.groups }],
    ['deliveries', { api: deliveries.deliveries.length, json: json.events.deliveries.length }],
  ];
}

/** Words that mean that a figure is missing or that nobody has thought of the case. */
function unsaid({ text, more }: Answers): readonly string[] {
  const others = { plan: more?.plan?.text ?? '', automations: more?.automations.text ?? '', why: more?.why.text ?? '' };
  return Object.entries({ ...text, ...others }).flatMap(([command, said]) =>
    /\b(undefined|null|NaN|0 s left|page 0|\b1 (contacts|records|tickets|requests)\b)/.test(said)
      ? [`${command}: ${said}`]
      : [],
  );
}
