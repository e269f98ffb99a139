import fc from 'fast-check';
import { type Lane, openLane } from '../../live/outbox-model/lane';
import { type Episode, episodes, pairOf } from './answers';
import { playEpisode, type Told } from './episode';
import { openShop, type Plant } from './shop';

export interface Search {
  /** One after the other; null: there are no more. */
  readonly next: () => Episode | null;
  readonly lanes: readonly Lane[];
  readonly plant?: Plant;
  /** So many end it. Default: the first. */
  readonly findings?: number;
  /** So many odd answers that have met a request end it. Default: all. */
  readonly answers?: number;
}

export interface Finding {
  /** As small as it could be made. */
  readonly episode: Episode;
  readonly told: Told;
}

export interface Found {
  readonly findings: readonly Finding[];
  readonly met: number;
  readonly episodes: number;
  /** Every kind of answer that met a request, by its endpoint: `customer: words 422`. */
  readonly pairs: ReadonlySet<string>;
  /** What failures were taken for. */
  readonly judged: ReadonlySet<string>;
  /** Answers that met a request, by their endpoint. */
  readonly tally: ReadonlyMap<string, number>;
}

/** A shop grows, and is read again by every sync. */
const EPISODES_OF_A_SHOP = 12;
/** Drawn at a time. */
const DRAWN = 400;

/** Plays episodes, one in each lane at a time, and says what is not as promised. */
export async function searchEpisodes(search: Search): Promise<Found> {
  const { next, lanes, plant, findings: most = 1, answers = Infinity } = search;
  const findings: Finding[] = [];
  const tally = new Map<string, number>();
  const counted = { met: 0, episodes: 0 };
  const [pairs, judged] = [new Set<string>(), new Set<string>()];
  const isOver = (): boolean => counted.met >= answers || findings.length >= most;
  const dealt = deal(next, lanes.length);
  const work = async (lane: Lane, place: number): Promise<void> => {
    const nextEpisode = (): Episode | null => (isOver() ? null : dealt(place));
    for (let episode = nextEpisode(); episode !== null;) {
      const shop = await openShop(lane, plant);
      for (let played = 0; played < EPISODES_OF_A_SHOP && episode !== null; played += 1) {
        if (episode.isFirst === true && played > 0) break;
        const told: Told = await playEpisode(shop, episode);
        counted.met += told.met.length + told.moved.length;
        for (const moved of told.moved) count(tally, `moved: ${moved}`);
        for (const oddity of told.met) pairs.add(pairOf(oddity));
        counted.episodes += 1;
        for (const given of told.given) count(tally, given.slice(0, given.indexOf(':')));
        if (told.wrong.length > 0) {
          findings.push(await shrink({ lane, plant }, { episode, told }));
          // The search may go on for long.
          if (most > 1) process.stderr.write(`${findings.slice(-1).map(wordsOf).join('')}\n\n`);
          // What is wrong would be found again.
          played = EPISODES_OF_A_SHOP;
        }
        episode = nextEpisode();
      }
      for (const one of shop.judged) judged.add(one);
      await shop.close();
    }
  };
  await Promise.all(lanes.map(work));
  return { findings, ...counted, tally, pairs, judged };
}

/** Each lane has its own share, in turn: which episodes meet in one shop must not hang on how fast the others are. */
function deal(next: () => Episode | null, lanes: number): (lane: number) => Episode | null {
  const shares = Array.from({ length: lanes }, (): Episode[] => []);
  let turn = 0;
  return (lane) => {
    while (shares[lane]?.length === 0) {
      const episode = next();
      if (episode === null) return null;
      shares[turn % lanes]?.push(episode);
      turn += 1;
    }
    return shares[lane]?.shift() ?? null;
  };
}

/** Episodes by chance; the same seed draws the same ones. */
export function drawn(seed: number): () => Episode {
  let draws = 0;
  let ready: Episode[] = [];
  return () => {
    if (ready.length === 0) {
      ready = fc.sample(episodes, { numRuns: DRAWN, seed: seed + draws });
      draws += 1;
    }
    return ready.shift() ?? drawn(seed + draws)();
  };
}

export function inTurn(list: readonly Episode[]): () => Episode | null {
  const left = [...list];
  return () => left.shift() ?? null;
}

function count(tally: Map<string, number>, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** The same with one odd answer alone, in a shop of its own, if it is wrong then too. */
async function shrink(at: { lane: Lane; plant: Plant | undefined }, finding: Finding): Promise<Finding> {
  const { episode } = finding;
  const alone: readonly Episode[] = [
    ...(episode.moves ?? []).map((one) => ({ ...episode, outages: [], odd: [], moves: [one] })),
    ...episode.outages.map((one) => ({ ...episode, outages: [one], odd: [], moves: [] })),
    ...episode.odd.map((one) => ({ ...episode, outages: [], odd: [one], moves: [] })),
  ];
  const candidates = alone.length > 1 ? alone : [];
  for (const candidate of candidates) {
    const shop = await openShop(at.lane, at.plant);
    const told = await playEpisode(shop, candidate).finally(() => shop.close());
    if (told.wrong.length > 0) return { episode: candidate, told };
  }
  return finding;
}

export function wordsOf({ episode, told }: Finding): string {
  const odd = episode.odd.map(({ oddity, story }) => `  ${story}: ${JSON.stringify(oddity)}`);
  const moves = (episode.moves ?? []).map(({ move, when, story }) => `  ${story}, ${when}: ${JSON.stringify(move)}`);
  const outage = episode.outages.map((one) => `  everybody: ${JSON.stringify(one)}`);
  return [
    `${episode.kind}, beside it ${episode.beside}`,
    ...odd,
    ...moves,
    ...outage,
    ...told.given.map((one) => `  > ${one}`),
    ...told.wrong.map((one) => `! ${one}`),
  ].join('\n');
}

export async function openLanes(count: number): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  for (let lane = 0; lane < count; lane += 1) lanes.push(await openLane(`answers${String(lane)}`));
  return lanes;
}
