import fc from 'fast-check';
import {
  type Answer,
  type CampaignName,
  type Command,
  type Door,
  type Effect,
  MINUTE,
  SECOND,
  type Spot,
  type StrikePlan,
  type Takeover,
  type Work,
  type Breakage,
} from './commands';
import { AT, DOORS_BY_WEIGHT } from './doors';
import { give, merge, otherOpens, readdress, remove, run } from './drawn-moves';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Else fast-check would prefer what comes first, the deeper the more. */
const EVENLY = { depthSize: 'max' } as const;

const person = fc.constantFrom(0, 0, 0, 0, 1);
const ticket = fc.constantFrom(0, 0, 0, 1, 1, 2);
const told = fc.constantFrom(true, true, false);
const campaign = fc.constantFrom<CampaignName>('upsell', 'win-back', 'newsletter', 'sorry');
const times = fc.constantFrom(1, 1, 2, 4);
const list = fc.constantFrom(35, 36, 37, 41, 41);
const answer = fc.constantFrom<Answer>(5, 5, 4, 1, 1, 1, 2, 3, 3, 'none', 'skipped');
const passes = [SECOND, 20 * SECOND, 61 * SECOND, 61 * SECOND, 5 * MINUTE, 11 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR];

const open = fc.record({ do: fc.constant('open' as const), person, told });
const close = fc.record({ do: fc.constant('close' as const), ticket, answer, told });
const rate = fc.record({ do: fc.constant('rate' as const), ticket, score: fc.integer({ min: 1, max: 5 }), told });
const reopen = fc.record({ do: fc.constant('reopen' as const), ticket, told });
const ofPerson = <Name extends 'blocklist' | 'subscribe' | 'remove' | 'erase' | 'allow' | 'damage'>(name: Name) =>
  fc.record({ do: fc.constant(name), person });
const [blocklist, erase] = [ofPerson('blocklist'), ofPerson('erase')];
const unsubscribe = fc.record({ do: fc.constant('unsubscribe' as const), person, list });
const ask = fc.record({
  do: fc.constant('ask' as const),
  campaign,
  ticket: fc.oneof(EVENLY, fc.constant(null), ticket, ticket),
  person,
});
const plain = <Name extends 'pause' | 'resume' | 'off' | 'on' | 'uninstall' | 'install' | 'mend' | 'lose'>(
  name: Name,
) => fc.constant({ do: name });
const pass = fc.record({
  do: fc.constant('pass' as const),
  ms: fc.constantFrom(...passes, ...passes, DAY, 4 * DAY, 8 * DAY),
});
const breaks = fc.record({
  do: fc.constant('break' as const),
  what: fc.constantFrom<Breakage>('credits', 'mail', 'brevo key', 'gorgias key'),
});
const fault = fc
  .constantFrom<Door>(...DOORS_BY_WEIGHT)
  .chain((at) =>
    fc.record({ do: fc.constant('fault' as const), at: fc.constant(at), effect: fc.constantFrom(...AT[at]), times }),
  );

/** What may happen while a step is under way. */
const meanwhile = fc.oneof(
  EVENLY,
  { weight: 3, arbitrary: blocklist },
  { weight: 3, arbitrary: unsubscribe },
  { weight: 3, arbitrary: reopen },
  { weight: 2, arbitrary: open },
  { weight: 4, arbitrary: plain('pause') },
  { weight: 2, arbitrary: plain('off') },
  { weight: 1, arbitrary: plain('uninstall') },
  { weight: 2, arbitrary: erase },
  { weight: 2, arbitrary: fc.oneof(EVENLY, readdress, merge, give, remove) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(5 * SECOND, 61 * SECOND, HOUR) }),
  },
);

const OF_CAMPAIGNS = ['weighed', 'campaign begun', 'campaign departing', 'campaign answered'] as const;

const spot = fc.oneof(
  EVENLY,
  fc.record({ at: fc.constantFrom<Spot>('begun', 'departing', 'answered'), nth: fc.constantFrom(1, 2, 3, 4) }),
  fc.record({ at: fc.constantFrom<Spot>(...OF_CAMPAIGNS), nth: fc.constantFrom(1, 1, 1, 2) }),
  fc.record({ at: fc.constant<Spot>('any'), nth: fc.integer({ min: 1, max: 120 }) }),
);

function works(then: fc.Arbitrary<StrikePlan['then']> | null): fc.Arbitrary<Command> {
  const strike = then === null ? fc.constant(null) : fc.tuple(spot, then).map(([at, what]) => ({ ...at, then: what }));
  const how = fc.constantFrom<Work['do']>(
    'work',
    'work',
    'work',
    'work',
    'work',
    'step',
    'step',
    'step',
    'step',
    'sync',
  );
  return fc.record({ do: how, strike });
}

/** Commands that follow one another: what belongs together would seldom come together. */
type Weighted = fc.WeightedArbitrary<readonly Command[]>;

function often(weight: number, ...commands: readonly fc.Arbitrary<Command>[]): Weighted {
  return { weight, arbitrary: fc.tuple(...commands) };
}

const someWork = works(null);
const all = fc.constant<Command>({ do: 'work', strike: null });
const audit = works(fc.constantFrom('die', 'twice')).map((one): Command => ({ ...one, do: 'audit' }) as Command);
const aMinute = fc.constant<Command>({ do: 'pass', ms: 61 * SECOND });
const faultAt = (at: Door, ...effects: readonly Effect[]): fc.Arbitrary<Command> =>
  fc.record({ do: fc.constant('fault' as const), at: fc.constant(at), effect: fc.constantFrom(...effects), times });

/** Its steps are held up after the look, and it is reopened meanwhile. */
const reopenedBehind = [
  ...[faultAt('events', 'down', 'busy'), close, all],
  ...[fc.record({ do: fc.constant('reopen' as const), ticket, told: fc.constant(false) }), aMinute, all],
];

/** Somebody mends it, but late. */
const mendedLate = [
  ...[breaks, close, all],
  ...[fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(2 * HOUR, 4 * DAY) }), plain('mend'), all],
];

/** What stands still between its answer and its note of it. */
const stuck = fc
  .record({
    at: fc.constantFrom<Spot>('answered', 'campaign answered', 'campaign answered'),
    nth: fc.constantFrom(1, 1, 2),
  })
  .chain((at) =>
    fc
      .constantFrom<Takeover>('late', 'late and dying')
      .map((then): Command => ({ do: 'work', strike: { ...at, then } })),
  );

/** While something is on the wire. */
const pausedOnTheWay = fc
  .record({
    at: fc.constantFrom<Spot>('departing', 'campaign departing'),
    nth: fc.constantFrom(1, 1, 2, 3),
    then: plain('pause'),
  })
  .map((strike): Command => ({ do: 'work', strike }));

const weighedBeside = fc
  .constantFrom(1, 1, 2)
  .map((nth): Command => ({ do: 'work', strike: { at: 'weighed', nth, then: 'beside' } }));

const atOnce = fc.constantFrom<Takeover>('twice', 'twice', 'beside');

/** By somebody who has no ticket: nothing but what programs want speaks against it. */
const askTwice = fc.record({
  do: fc.constant('ask' as const),
  campaign,
  ticket: fc.constant(null),
  person: fc.constant(1),
});

/** In every sequence: a ticket ends, and somebody works. */
const ALWAYS: readonly Weighted[] = [often(6, close), often(6, close, someWork), often(10, someWork), often(8, pass)];

/** A sequence is about some of these: all of them together would seldom go deep into one. */
const MATTERS: Readonly<Record<string, readonly Weighted[]>> = {
  consent: [
    often(4, blocklist),
    often(4, unsubscribe),
    often(1, ofPerson('subscribe')),
    often(4, close, someWork, unsubscribe),
  ],
  'other tickets': [often(8, open), often(6, open, close, someWork)],
  reopening: [often(6, reopen), often(4, reopen, close), often(3, rate), often(4, ...reopenedBehind)],
  programs: [often(6, ask), often(4, close, ask, someWork)],
  pauses: [
    often(4, plain('pause')),
    often(4, plain('resume')),
    often(3, close, plain('pause'), someWork),
    often(3, close, pausedOnTheWay),
  ],
  'on and off': [often(3, plain('off')), often(3, plain('on')), often(2, close, plain('off'), someWork)],
  installations: [often(2, plain('uninstall')), often(4, plain('install'))],
  faults: [
    ...[often(6, fault), often(10, fault, close, someWork), often(2, plain('mend'))],
    often(
      4,
      fc.oneof(EVENLY, blocklist, unsubscribe),
      faultAt('consent', 'page 200', 'page 403', 'page 404'),
      close,
      all,
    ),
  ],
  breakages: [often(4, breaks), often(6, breaks, close, someWork), often(4, plain('mend')), often(4, ...mendedLate)],
  deaths: [often(4, works(fc.constant('die'))), often(8, close, works(fc.constant('die')))],
  'second workers': [
    often(4, works(atOnce)),
    often(8, close, works(atOnce)),
    often(4, askTwice, askTwice, weighedBeside),
  ],
  'late workers': [
    often(4, close, stuck),
    often(6, fault, close, stuck),
    often(6, faultAt('campaigns', 'refused', 'forbidden', 'down'), close, stuck),
  ],
  'the world goes on': [often(4, works(meanwhile)), often(8, close, works(meanwhile))],
  erasures: [
    ...[often(4, erase), often(4, erase, someWork, ofPerson('allow')), often(3, close, erase, someWork)],
    often(3, close, someWork, erase, works(fc.constant('die')), someWork),
  ],
  repairs: [
    often(4, ofPerson('damage'), audit),
    often(2, blocklist, ofPerson('damage'), audit),
    often(2, erase, audit),
  ],
  'deleted contacts': [
    often(3, remove),
    often(6, fc.oneof(EVENLY, blocklist, unsubscribe), close, someWork, remove),
    often(4, blocklist, run, remove, close, all),
  ],
  'other addresses': [often(4, readdress), often(6, close, someWork, readdress), often(4, close, all, readdress, open)],
  merges: [often(4, otherOpens, close), often(3, merge), often(6, close, all, otherOpens, merge, run)],
  'given tickets': [often(4, give), often(4, close, someWork, give), often(6, open, close, all, give, someWork)],
  'lost workflows': [often(4, plain('lose'))],
};

/** @param matters What they are about; default: some of everything. */
export const sequences = (longest: number, matters?: readonly string[]): fc.Arbitrary<readonly Command[]> =>
  fc
    .subarray(matters === undefined ? Object.keys(MATTERS) : [...matters], {
      minLength: matters?.length ?? 2,
      maxLength: matters?.length ?? 5,
    })
    .map((names) => [...ALWAYS, ...names.flatMap((name) => MATTERS[name] ?? [])])
    .chain((all) => fc.array(fc.oneof(EVENLY, ...all), { minLength: 3, maxLength: longest, size: 'max' }))
    .map((groups) => groups.flat());
