import { createRandom, type Random } from '../../random';
import { DAY, HOUR, SECOND, type Micros } from '../../time';
import { type ResolvedWorldOptions } from '../options';
import { type SurveyRecord, type TicketRecord } from '../records';
import { comments, type Texts } from '../texts';
import { goneTicketId } from './gone-records';

const firstSurveyId = 6_900_000;

interface SurveyPlan {
  readonly options: ResolvedWorldOptions;
  readonly tickets: readonly TicketRecord[];
  readonly texts: Texts;
  readonly nowUs: Micros;
  /** With `active`: surveys of older tickets are answered before this. */
  readonly oldEndUs: Micros;
}

/** Chooses exactly the wanted number of closed tickets (selection sampling) and writes their surveys in the order of creation. */
export function generateSurveys({ options, tickets, texts, nowUs, oldEndUs }: SurveyPlan): SurveyRecord[] {
  const random = createRandom(options.seed * 31 + 3);
  const eligible = tickets.filter(
    (ticket) => ticket.closedUs !== null && !ticket.spam && ticket.trashedUs === null && ticket.snoozeUs === null,
  );
  const wanted = Math.min(options.surveys, eligible.length);
  const drafts: { ticket: TicketRecord; createdUs: Micros }[] = [];
  for (const [index, ticket] of eligible.entries()) {
    const isChosen = random.next() * (eligible.length - index) < wanted - drafts.length;
    if (isChosen) drafts.push({ ticket, createdUs: Math.min((ticket.closedUs ?? 0) + SECOND, nowUs - 1) });
  }
  drafts.sort((one, other) => one.createdUs - other.createdUs);
  return drafts.map(({ ticket, createdUs }, index) => {
    const latestUs = createdUs < oldEndUs ? oldEndUs : nowUs - 1_000;
    const survey = createSurvey({ id: firstSurveyId + index * 3, ticket, createdUs, latestUs, random, texts });
    // A deleted ticket leaves its survey behind (gorgias-api.md 3.11).
    if (options.oddities && index % 300 === 150) return { ...survey, ticketId: goneTicketId(ticket.id) };
    ticket.surveyId = survey.id;
    return survey;
  });
}

interface SurveyDraft {
  readonly id: number;
  readonly ticket: TicketRecord;
  readonly createdUs: Micros;
  readonly latestUs: Micros;
  readonly random: Random;
  readonly texts: Texts;
}

function createSurvey({ id, ticket, createdUs, latestUs, random, texts }: SurveyDraft): SurveyRecord {
  const shouldSendUs = createdUs + 2 * HOUR;
  // A row made through the API has none of the three dates (gorgias-api.md 10).
  const isMadeByApi = random.chance(0.03);
  const sentUs = shouldSendUs + random.int(1, 90) * SECOND;
  const wait = random.chance(0.08) ? random.next() * 60 * DAY : random.next() ** 2 * 2 * DAY;
  const scoredUs = sentUs + SECOND + Math.floor(wait);
  const isScored = random.chance(0.55) && scoredUs <= latestUs && !isMadeByApi;
  const score = random.pick([5, 5, 5, 5, 4, 4, 3, 2, 1, 1]);
  return {
    id,
    ticketId: ticket.id,
    customerId: ticket.customerId ?? 0,
    score: isScored ? score : null,
    comment: isScored && random.chance(0.4) ? texts.mark(random.pick(comments)) : null,
    createdUs,
    shouldSendUs: isMadeByApi ? null : shouldSendUs,
    sentUs: isMadeByApi || sentUs > latestUs ? null : sentUs,
    scoredUs: isScored ? scoredUs : null,
  };
}
