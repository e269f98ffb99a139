import type { CampaignFunnel } from './funnel';

type Fate = CampaignFunnel['fates'][number];

/** A piece of the page’s sentence; `query`: of the list of ended tickets that are meant by it. */
interface Piece {
  readonly text: string;
  readonly query?: Readonly<Record<string, string | null>>;
}

/** So many are named; the rest is a number. */
const NAMED = 3;

const NUMBER = new Intl.NumberFormat('en');
const number = (value: number): string => NUMBER.format(value);

/**
 * `, 2 were given up, 4 were spared: another ticket is open or snoozed (3) and unsubscribed (1), 5 had had one before`: each reason has its own number. Empty
 * where none was.
 */
export function sparedPieces(fates: readonly Fate[]): readonly Piece[] {
  const givenUp = sum(fates.filter(({ fate }) => fate === 'given-up'));
  const lost = { text: number(givenUp), query: { fate: 'given-up' } };
  return [
    ...(givenUp === 0 ? [] : [{ text: ', ' }, lost, { text: ` ${givenUp === 1 ? 'was' : 'were'} given up` }]),
    ...reasonPieces(fates),
    ...(hadOne(fates) === 0
      ? []
      : [
          { text: ', ' },
          { text: number(hadOne(fates)), query: { fate: 'skipped', rule: HAD_ONE } },
          { text: ' had had one before' },
        ]),
  ];
}

/** Its ticket had had a campaign, of an end before or a program's: that is no campaign that it was spared. */
const HAD_ONE = 'once_per_ticket';

/** Ends whose ticket had had a campaign before. */
export function hadOne(fates: readonly Fate[]): number {
  return sum(fates.filter(({ fate, rule }) => fate === 'skipped' && rule === HAD_ONE));
}

function reasonPieces(fates: readonly Fate[]): readonly Piece[] {
  const spared = fates.filter(
    ({ fate, rule, campaign }) => fate === 'skipped' && campaign !== null && rule !== null && rule !== HAD_ONE,
  );
  const reasons = [...new Set(spared.map(({ rule }) => rule))]
    .map((rule) => spared.filter((one) => one.rule === rule))
    .sort((one, two) => sum(two) - sum(one));
  const [first] = reasons;
  if (first === undefined) return [];
  const all = sum(spared);
  const verb = ` ${all === 1 ? 'was' : 'were'} spared: `;
  if (reasons.length === 1)
    return [{ text: ', ' }, linked(all, first, fates), { text: `${verb}${first[0]?.reason ?? ''}` }];
  const named = reasons.slice(0, NAMED).map((of) => ({ of, words: of[0]?.reason ?? '' }));
  const others = sum(reasons.slice(NAMED).flat());
  return [
    { text: `, ${number(all)}${verb}` },
    ...named.flatMap(({ of, words }, index) => [
      { text: `${between(index, others === 0 ? named.length : named.length + 1)}${words} (` },
      linked(sum(of), of, fates),
      { text: ')' },
    ]),
    ...(others === 0 ? [] : [{ text: ` and ${number(others)} for other reasons` }]),
  ];
}

function between(index: number, of: number): string {
  if (index === 0) return '';
  return index === of - 1 ? ' and ' : ', ';
}

/** A link only where the list behind it has as many: it is asked for one campaign and one outcome, or for all of them. */
function linked(ends: number, of: readonly Fate[], fates: readonly Fate[]): Piece {
  const only = (side: 'rule' | 'campaign' | 'outcome'): string | null =>
    of.every((one) => one[side] === of[0]?.[side]) ? (of[0]?.[side] ?? null) : null;
  const query = { fate: 'skipped', rule: only('rule'), campaign: only('campaign'), outcome: only('outcome') };
  const found = fates.filter(
    ({ fate, rule, campaign, outcome }) =>
      fate === query.fate &&
      rule === query.rule &&
      campaign === (query.campaign ?? campaign) &&
      outcome === (query.outcome ?? outcome),
  );
  return sum(found) === ends ? { text: number(ends), query } : { text: number(ends) };
}

function sum(fates: readonly Fate[]): number {
  return fates.reduce((all, { ends }) => all + ends, 0);
}
