import fc from 'fast-check';
import { type Command, inWords, type Setting } from './commands';
import { settings } from './drawn-settings';
import { sequences } from './sequences';
import { count } from './chronicle';
import { leftOfErased } from './erased-truth';
import { happen } from './deeds';
import type { Lane } from './lane';
import { heldTooLong } from './lateness';
import { endOf, lackingOf } from './liveness';
import { untruthsOf, wrongsOf } from './oracle';
import { openScene, type Scene } from './scene';
import { takeStock } from './stock';
import { truthOf } from './truth';
import { finish, follow } from './work';
import type { Plant } from './worker';

/** Longest sequence of commands; what follows them, until everything has come to its end, is not counted. */
const LONGEST = 9;

export interface Played {
  readonly wrongs: readonly string[];
  readonly story: readonly string[];
  readonly tally: ReadonlyMap<string, number>;
}

/** One sequence from the installation to its end, and what is wrong with it. */
async function play(lane: Lane, setting: Setting, commands: readonly Command[], plant?: Plant): Promise<Played> {
  const scene = await openScene(lane, setting, plant);
  try {
    await happen(scene, { do: 'install' });
    await happen(scene, { do: 'open', person: 0, told: true });
    for (const command of commands) await follow(scene, command);
    const mendedAt = await finish(scene);
    return await judge(scene, mendedAt);
  } finally {
    await scene.close();
  }
}

async function judge(scene: Scene, mendedAt: number): Promise<Played> {
  const { chronicle } = scene;
  const truth = truthOf(scene);
  const wrongs = [
    ...wrongsOf(truth),
    ...heldTooLong(truth, mendedAt),
    ...(await lackingOf(truth, await endOf(scene, mendedAt))),
    ...(await untruthsOf(truth)),
    ...(await leftOfErased(truth)),
  ];
  await takeStock(truth);
  if (wrongs.length > 0) count(chronicle, 'wrong');
  return { wrongs: [...new Set(wrongs)], story: chronicle.story, tally: chronicle.tally };
}

export interface Search {
  readonly lanes: readonly Lane[];
  readonly seed: number;
  /** All lanes together. */
  readonly sequences: number;
  readonly plant?: Plant;
  /** Of the sequences; default: some of everything. */
  readonly matters?: readonly string[];
  /** Shrinks what it finds; else it is enough to know that there is something. */
  readonly shrinks: boolean;
  /** Where a former search has found something. */
  readonly path?: string | undefined;
}

export interface Found {
  /** How many sequences it took. */
  readonly after: number;
  /** For a person: the shrunk sequence, what is wrong with it, its story, and how to see it again. */
  readonly words: string;
}

export interface Searched {
  readonly found: Found | null;
  readonly tally: ReadonlyMap<string, number>;
}

/** Plays sequences, side by side in the lanes, until one goes wrong. */
export async function search({ lanes, seed, sequences: all, ...search }: Search): Promise<Searched> {
  const tally = new Map<string, number>();
  const state = { played: 0, isOver: false };
  const found = await Promise.all(
    lanes.map((lane, index) =>
      searchIn(lane, { ...search, seed: seed + index, runs: Math.ceil(all / lanes.length) }, { tally, state }),
    ),
  );
  return { found: found.find((one) => one !== null) ?? null, tally };
}

interface Shared {
  readonly tally: Map<string, number>;
  readonly state: { played: number; isOver: boolean };
}

async function searchIn(
  lane: Lane,
  { seed, runs, plant, matters, shrinks, path }: Omit<Search, 'lanes' | 'sequences'> & { readonly runs: number },
  { tally, state }: Shared,
): Promise<Found | null> {
  let isMine = false;
  const property = fc.asyncProperty(settings, sequences(LONGEST, matters), async (setting, commands) => {
    if (state.isOver && !isMine) return;
    state.played += isMine ? 0 : 1;
    const played = await play(lane, setting, commands, plant);
    if (played.wrongs.length === 0) {
      for (const [what, times] of played.tally) tally.set(what, (tally.get(what) ?? 0) + times);
      return;
    }
    [isMine, state.isOver] = [true, true];
    throw new Error([...played.wrongs, '', ...played.story].join('\n'));
  });
  const run = await fc.check(property, {
    ...{ seed, numRuns: runs, endOnFailure: !shrinks },
    ...(path === undefined ? {} : { path }),
  });
  if (!run.failed) return null;
  const [setting, commands] = run.counterexample ?? [];
  const what = setting === undefined || commands === undefined ? 'nothing' : inWords(setting, commands);
  const error = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance);
  const replay = `OUTBOX_LANES=1 OUTBOX_SEED=${String(seed)} OUTBOX_PATH=${run.counterexamplePath ?? ''}`;
  return { after: state.played, words: [replay, what, error].join('\n\n') };
}
