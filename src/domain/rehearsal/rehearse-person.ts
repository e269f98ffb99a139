import { chooseCampaign, decideCampaign, whyOf } from '../campaign/campaign';
import type { Campaign, CampaignDecision, OtherTicket, PolicyInput } from '../campaign/campaign-types';
import { expiresAfter, policyInputOf } from '../campaign/policy-input';
import type { CsatPolicy } from '../ticket/outcome';
import { plus, type Timestamp } from '../timestamp';
import type {
  CampaignPolicy,
  KeptEnd,
  PastSend,
  Period,
  PersonPast,
  RehearsedEnd,
  RehearsedPerson,
} from './rehearsal-types';
import { lifeOf, type LivedEnd, type TicketLife } from './ticket-life';

export interface Rehearsal {
  readonly policy: CampaignPolicy;
  /** The satisfaction policy that life goes by. */
  readonly todaysCsat: CsatPolicy;
  readonly period: Period;
}

/** A campaign that may still be sent: when the policy is asked about it next. */
interface Pending {
  readonly life: TicketLife;
  readonly end: LivedEnd;
  readonly campaign: Campaign | null;
  readonly askAt: Timestamp;
  readonly heldBy: number | null;
  /** It is asked about because the ticket that held it lets go of it in that moment. */
  readonly isLetGo: boolean;
}

interface Said extends Pending {
  readonly at: Timestamp;
  readonly decision: CampaignDecision;
}

/**
 * What the policy would have said of each end of a person's tickets in that time: the rules of life, asked in turn at the moments at which
 * life would ask them, about the facts as they were then. Nobody is asked and nothing is sent; what is sent here counts for the cap here.
 */
export function rehearsePerson(person: PersonPast, { policy, todaysCsat, period }: Rehearsal): RehearsedPerson {
  const lives = person.tickets.map((ticket) => lifeOf(ticket, { csat: policy.csat, todaysCsat, period }));
  const sends: PastSend[] = [...person.sends];
  const said: Said[] = [];
  let pending = lives.flatMap((life) => endsIn(life, { policy, period }));
  for (let next = first(pending); next !== null; next = first(pending)) {
    const asked = next;
    pending = pending.filter((other) => other !== asked);
    const now = asked.askAt;
    const decision = ask(asked, { person, policy, period, lives, sends });
    const again = askedAgain(asked, decision, lives);
    if (again !== null && again.askAt <= period.until) pending.push(again);
    else said.push({ ...asked, heldBy: again?.heldBy ?? asked.heldBy, at: now, decision });
    if (decision.kind === 'send')
      sends.push({ ticketId: asked.life.ticket.ticketId, name: decision.campaign.name, at: now });
  }
  const scene = { person, policy, period, lives, sends };
  return {
    ends: said.map((one) => ({ ...toRehearsedEnd(one), whenLifeAsked: saidWhenLifeAsked(one, scene) })),
    undecided: lives.flatMap(({ undecided }) =>
      undecided === null || undecided.closedAt < period.from ? [] : undecided,
    ),
  };
}

function endsIn(
  life: TicketLife,
  { policy, period }: { readonly policy: CampaignPolicy; readonly period: Period },
): readonly Pending[] {
  return life.ends
    .filter(({ decision }) => decision.closedAt >= period.from)
    .map((end) => ({
      life,
      end,
      heldBy: null,
      isLetGo: false,
      askAt: end.decision.decidedAt,
      campaign: chooseCampaign(policy.campaigns, end.decision.outcome),
    }));
}

/**
 * The one whose turn it is. Of several at one moment whoever ends in it comes before those that it lets go, for it decides about itself before it
 * wakes them, one after the other by their numbers (`activities/campaigns/settle-outcome.ts`).
 */
function first(pending: readonly Pending[]): Pending | null {
  return pending.reduce<Pending | null>(
    (best, one) => (best === null || turnOf(one) < turnOf(best) ? one : best),
    null,
  );
}

function turnOf({ askAt, isLetGo, end: { decision }, life: { ticket } }: Pending): string {
  return `${askAt} ${isLetGo ? 'woken' : decision.decidedAt} ${String(ticket.ticketId).padStart(16, '0')}`;
}

interface Scene {
  readonly person: PersonPast;
  readonly policy: CampaignPolicy;
  readonly period: Period;
  readonly lives: readonly TicketLife[];
  readonly sends: readonly PastSend[];
}

function ask({ life, end, campaign, askAt: now }: Pending, scene: Scene): CampaignDecision {
  const { policy, period, lives, sends } = scene;
  const { ticketId, createdAt } = life.ticket;
  const sent = sends.filter(({ at }) => at <= now);
  const dueAt = plus(end.knowableAt, campaign?.rule.delayMs ?? 0);
  return decideCampaign(
    policyInputOf(
      { decision: end.decision, campaign, createdAt, watchedFrom: period.from, limits: policy.limits },
      {
        now,
        view: life.viewAt(now),
        person: personThen(scene.person, { life, end, campaign }),
        otherTickets: lives.flatMap((other) => (other === life ? [] : (other.asOther(now) ?? []))),
        earlierSends: sent.filter((send) => send.ticketId !== ticketId).map(({ at }) => at),
        expiresAt: campaign === null ? null : expiresAfter(campaign, dueAt),
        earlier: sent.find((send) => send.ticketId === ticketId) ?? null,
      },
    ),
  );
}

/** The same question at the later moment at which life asked it last: whoever came late may have been told of what happened in between. */
function saidWhenLifeAsked(one: Said, scene: Scene): RehearsedEnd['whenLifeAsked'] {
  const askAt = keptOf(one)?.askedAt ?? one.at;
  if (askAt <= one.at) return null;
  const { ticketId } = one.life.ticket;
  // Its own campaign had not left then.
  const sends = scene.sends.filter((send) => send.ticketId !== ticketId || send.at !== one.at);
  const decision = ask({ ...one, askAt }, { ...scene, sends });
  return { kind: decision.kind, by: ruleOf(decision) };
}

function keptOf({ life, end }: Pick<Pending, 'life' | 'end'>): KeptEnd | undefined {
  return life.ticket.keptEnds.find(({ closedAt }) => end.witnesses.includes(closedAt));
}

/** Where life asked Brevo about this end, its answer of then counts. */
function personThen(
  { consent }: PersonPast,
  { life, end, campaign }: Pick<Pending, 'life' | 'end' | 'campaign'>,
): PolicyInput['person'] {
  const now = consent(campaign);
  const then = keptOf({ life, end })?.consent ?? null;
  return then === null || !now.hasEmail ? now : { ...now, ...then };
}

/** When it is asked about again; null: its last word is said. */
function askedAgain(asked: Pending, decision: CampaignDecision, lives: readonly TicketLife[]): Pending | null {
  if (decision.kind === 'send' || decision.kind === 'skip') return null;
  const { askAt: now, end, heldBy } = asked;
  const holder = decision.kind === 'held' ? decision.by : null;
  const letGoAt = holder === null ? null : letsGoAt(lives, holder, now);
  const moments = [decision.until, end.undoneAt, letGoAt].flatMap((at) => at ?? []);
  const askAt = moments.filter((at) => at > now).sort()[0];
  return askAt === undefined ? null : { ...asked, askAt, isLetGo: askAt === letGoAt, heldBy: heldBy ?? holder };
}

/** When the ticket that holds it has ended, or is nobody's case any more; null: it has not in all the time that is known. */
function letsGoAt(lives: readonly TicketLife[], ticketId: number, after: Timestamp): Timestamp | null {
  const life = lives.find(({ ticket }) => ticket.ticketId === ticketId);
  let at = life?.nextChange(after) ?? null;
  while (at !== null && isInTheWay(life?.asOther(at) ?? null)) at = life?.nextChange(at) ?? null;
  return at;
}

function isInTheWay(other: OtherTicket | null): boolean {
  return other !== null && other.phase !== 'ended';
}

function ruleOf(decision: CampaignDecision): RehearsedEnd['by'] {
  return decision.kind === 'send' ? null : (decision.rules.at(-1)?.rule ?? null);
}

function toRehearsedEnd({ life, end, campaign, decision, at, heldBy }: Said): Omit<RehearsedEnd, 'whenLifeAsked'> {
  const { closedAt, outcome, score } = end.decision;
  const isPending = decision.kind === 'wait' || decision.kind === 'held';
  return {
    ticketId: life.ticket.ticketId,
    closedAt,
    outcome,
    score,
    at,
    heldBy,
    campaign: campaign?.name ?? null,
    kind: decision.kind,
    by: ruleOf(decision),
    why: whyOf(decision),
    dueAt: isPending ? decision.until : null,
    witnesses: end.witnesses,
  };
}
