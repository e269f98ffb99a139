import { importsOf } from './import-rules';
import { ROOMS } from './rooms';
import { foldersIn } from './tree';

interface Floor {
  readonly parent: string;
  readonly heading: string;
  /** Between whose rooms the rules of imports make a difference; null: nothing to say. */
  readonly targets: (() => readonly string[]) | null;
}

const topRooms = () => [...foldersIn('src'), ...foldersIn('packages'), 'packages/sdk/contract'];

/** The folders each of whose folders is a room. */
const FLOORS: readonly Floor[] = [
  { parent: 'src', heading: 'The server: `src/`', targets: topRooms },
  { parent: 'packages', heading: 'What is published or stands apart: `packages/`', targets: topRooms },
  { parent: 'packages/sdk', heading: 'Inside `packages/sdk/`', targets: topRooms },
  {
    parent: 'src/activities',
    heading: 'By noun: `src/activities/`',
    targets: () => foldersIn('src/activities'),
  },
  { parent: 'src/domain', heading: 'By noun: `src/domain/`', targets: null },
  { parent: 'src/store', heading: 'By noun: `src/store/`', targets: null },
  { parent: 'src/dev', heading: 'Inside `src/dev/`', targets: null },
  { parent: 'src/temporal', heading: 'Inside `src/temporal/`', targets: null },
  { parent: 'test', heading: 'Tests: `test/`', targets: null },
];

/** What the list of sentences and the tree do not agree on, in sentences. */
export function roomProblems(): readonly string[] {
  const rooms = new Set(FLOORS.flatMap(({ parent }) => foldersIn(parent)));
  const missing = [...rooms].filter((room) => ROOMS[room] === undefined);
  const superfluous = Object.keys(ROOMS).filter((room) => !rooms.has(room));
  return [
    ...missing.map((room) => `${room} has no sentence; write in scripts/docs/rooms.ts what belongs in it.`),
    ...superfluous.map((room) => `${room} is no room any more; take its sentence out of scripts/docs/rooms.ts.`),
  ];
}

export function renderRoomTables(): string {
  return FLOORS.map(renderFloor).join('\n');
}

function renderFloor({ parent, heading, targets }: Floor): string {
  const rooms = foldersIn(parent);
  const others = targets?.();
  const head = others === undefined ? ['room', 'what it is about'] : ['room', 'what it is about', 'what it may import'];
  const rows = rooms.map((room) => {
    const name = `\`${room.slice(parent.length + 1)}/\``;
    const sentence = ROOMS[room] ?? '';
    return others === undefined ? [name, sentence] : [name, sentence, importsOf(room, others)];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return `### ${heading}\n\n${line(head)}|${'---|'.repeat(head.length)}\n${rows.map(line).join('')}`;
}
