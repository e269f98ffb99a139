import type { Satisfaction } from '../../client/insight-types';
import type { Paint } from '../paint';
import { count, counted, formatTime, percent } from './figures';
import { cropped, fitted, table } from './table';
import { WIDTH, wrap } from './wrap';

type Group = Satisfaction['tags'][number];
type Given = Pick<Group, 'responses' | 'average' | 'scores'>;

const FIGURES = ['scores', 'average', '1', '2', '3', '4', '5'] as const;
const NUMERIC = FIGURES.map((_name, index) => index + 1);

/** The answer in a sentence, then over time, then by channel, tag and agent. Names no customer. */
export function satisfactionLines(found: Satisfaction, paint: Paint): string[] {
  const head = wrap(sentenceOf(found), WIDTH);
  const { responses, sent, unit, series, channels, tags, agents } = found;
  if (responses === 0 && sent === 0) return [...head, ...wrap(NOTHING, WIDTH)];
  return [
    ...head,
    '',
    ...overTime(series, unit),
    ...groupLines('channel', channels, paint),
    ...groupLines('tag', tags, paint),
    ...groupLines('agent', agents, paint),
    ...(responses === 0 ? [] : ['', ...wrap(PEOPLE, WIDTH)]),
  ];
}

const NOTHING = 'Gorgias sends its survey some time after a ticket is closed; `--since 90d` looks further back.';

const PEOPLE = 'Who gave them: --score 1, --channel, --tag, --agent or --late.';

function sentenceOf({ from, to, responses, average, sent, answered, late }: Satisfaction): string {
  const time = `From ${formatTime(from)} to ${formatTime(to)}`;
  const surveys =
    sent === 0 ? '' : `; ${count(answered)} of ${counted(sent, 'survey')} sent answered (${percent(answered / sent)})`;
  if (responses === 0) return `${time} nobody gave a score${surveys}.`;
  const given = `${counted(responses, 'score')}, on average ${average?.toFixed(2) ?? '–'}`;
  const tooLate = late === 0 ? '' : `; ${counted(late, 'score')} came late, after the ticket’s outcome was decided`;
  return `${time}: ${given}${surveys}${tooLate}.`;
}

function overTime(series: Satisfaction['series'], unit: Satisfaction['unit']): string[] {
  return table(
    [unit === 'day' ? 'day' : 'week from', ...FIGURES],
    withoutScores(series).map(({ from, to, ...given }) => [
      from === to ? from : `${from} to ${to}`,
      ...figuresOf(given),
    ]),
    NUMERIC,
  );
}

interface Stretch extends Given {
  readonly from: string;
  readonly to: string;
}

/** Days, or weeks, that follow each other without a score are one. */
function withoutScores(series: Satisfaction['series']): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { at, ...given } of series) {
    const day = at.slice(0, 10);
    const last = stretches.at(-1);
    if (last?.responses === 0 && given.responses === 0) stretches.splice(-1, 1, { ...last, to: day });
    else stretches.push({ ...given, from: day, to: day });
  }
  return stretches;
}

function groupLines(what: 'channel' | 'tag' | 'agent', groups: readonly Group[], paint: Paint): string[] {
  if (groups.length === 0) return [];
  const [head = '', ...rows] = fitted((width) =>
    table(
      [what, ...FIGURES],
      groups.map((group) => [cropped(nameOf(group, what), width), ...figuresOf(group)]),
      NUMERIC,
    ),
  );
  return ['', paint.strong(head), ...rows];
}

function nameOf({ name, value }: Group, what: 'channel' | 'tag' | 'agent'): string {
  return name ?? value ?? (what === 'agent' ? 'nobody' : 'not known');
}

function figuresOf({ responses, average, scores }: Given): string[] {
  return [count(responses), average?.toFixed(2) ?? '–', ...scores.map(count)];
}
