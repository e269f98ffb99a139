import { cancellationSignal } from '@temporalio/activity';
import { policyOf, readPolicy } from '../../config/policy-file';
import { type Compared, compareWithLife } from '../../domain/rehearsal/compare-with-life';
import type { CampaignPolicy, PersonPast, RehearsedPerson } from '../../domain/rehearsal/rehearsal-types';
import { rehearsePerson } from '../../domain/rehearsal/rehearse-person';
import { withCompared, withPerson } from '../../domain/rehearsal/tally';
import type { Timestamp } from '../../domain/timestamp';
import type { RehearsalRow, RehearsalTally, RehearsedRow } from '../../store/rehearsals/rehearsal-types';
import { consentIn, listsOf, NEVER_OPTED_OUT, ownLists } from '../campaigns/ask-consent';
import type { ActivityDeps } from '../deps';
import { unfitAt } from '../tickets/ticket-details';
import { watchedFrom } from '../tickets/watched-from';
import { type PastOptions, readPeople } from './person-past';
import type { RehearsalSetup } from './prepare-rehearsal';
import { reachOf } from './reach';
import { rowsOf, undoneIn } from './rehearsed-rows';

/** Customers whose people are looked at together. */
const PAGE = 200;
/** How long a slice works, milliseconds. */
const SLICE_MS = 4_000;

/** How far a rehearsal is. Names nobody. */
export interface RehearsalSlice {
  readonly done: boolean;
  readonly ends: number;
  /** 0 to 100. */
  readonly percent: number;
}

/**
 * Rehearses the next people and keeps what the policies would have said of their tickets, a page at a time with the position behind it: a
 * slice that is carried out twice changes nothing the second time. Reads the store alone, and writes its report alone.
 */
export async function rehearsePeople(deps: ActivityDeps, { account, id }: RehearsalSetup): Promise<RehearsalSlice> {
  const untilMs = deps.now().getTime() + SLICE_MS;
  const { rehearsals } = deps.store;
  for (;;) {
    const report = await rehearsals.find(account, id);
    // Its account was purged, or so many have begun since that it is forgotten.
    if (report === null) return { done: true, ends: 0, percent: 100 };
    const ends = report.tally.today.ends;
    if (report.finishedAt !== null || (await rehearsePage(deps, account, report))) {
      await rehearsals.finish(account, id, await reachOf(deps, account));
      return { done: true, ends, percent: 100 };
    }
    if (cancellationSignal().aborted || deps.now().getTime() >= untilMs)
      return { done: false, ends, percent: percentOf(report) };
  }
}

function percentOf({ position, lastId }: RehearsalRow): number {
  return lastId === 0 ? 0 : Math.min(99, Math.floor((100 * position) / lastId));
}

/** True: there is nobody left. */
async function rehearsePage(deps: ActivityDeps, account: string, report: RehearsalRow): Promise<boolean> {
  const { pastReader, rehearsals } = deps.store;
  const customers = await pastReader.customers(account, report.position, PAGE);
  const position = customers.at(-1)?.id;
  if (position === undefined) return true;
  const people = await readPeople(pastReader, customers, await pastOptions(deps, account, report));
  const policies = policiesOf(deps, account, report);
  const from = await watchedFrom(deps, account);
  const rows: RehearsedRow[] = [];
  let { tally } = report;
  for (const person of people) {
    const played = play(person, { policies, report, watchedFrom: from });
    tally = counted(tally, played);
    rows.push(...played.rows);
  }
  await rehearsals.keep(account, report.id, { after: report.position, position, rows, tally });
  return false;
}

interface Policies {
  readonly today: CampaignPolicy;
  readonly proposed: CampaignPolicy | null;
}

function policiesOf(deps: ActivityDeps, account: string, { policy }: RehearsalRow): Policies {
  const today = policyOf(deps.configOf(account));
  return { today, proposed: policy === null ? null : readPolicy(policy, today) };
}

async function pastOptions(deps: ActivityDeps, account: string, { from, until }: RehearsalRow): Promise<PastOptions> {
  const own = await ownLists(deps, account);
  return {
    account,
    period: { from, until },
    unfitAt: (emailKey) => unfitAt(deps, account, emailKey),
    consentOf: (contact, campaign) => (contact === null ? NEVER_OPTED_OUT : consentIn(contact, listsOf(own, campaign))),
  };
}

interface Played {
  readonly today: RehearsedPerson;
  readonly proposed: RehearsedPerson | null;
  readonly compared: readonly Compared[];
  readonly rows: readonly RehearsedRow[];
}

function play(
  person: PersonPast,
  {
    policies,
    report: { from, until },
    watchedFrom: start,
  }: { readonly policies: Policies; readonly report: RehearsalRow; readonly watchedFrom: Timestamp },
): Played {
  const rehearse = (policy: CampaignPolicy): RehearsedPerson =>
    rehearsePerson(person, { policy, todaysCsat: policies.today.csat, period: { from, until } });
  const today = rehearse(policies.today);
  const proposed = policies.proposed === null ? null : rehearse(policies.proposed);
  const compared = compareWithLife(today.ends, { person, from, until, watchedFrom: start });
  return { today, proposed, compared, rows: rowsOf({ compared, today, proposed, until }) };
}

function counted(tally: RehearsalTally, { today, proposed, compared, rows }: Played): RehearsalTally {
  const undone = undoneIn(rows);
  return {
    today: withPerson(tally.today, today, undone.today),
    proposed:
      tally.proposed === null || proposed === null ? null : withPerson(tally.proposed, proposed, undone.proposed),
    changed: tally.changed + rows.filter(({ changed }) => changed).length,
    agreement: withCompared(tally.agreement, compared),
  };
}
