import type { Erasure, PersonAllowed } from '../../client/privacy';
import type { Paint } from '../paint';
import { counted, formatTime } from './figures';
import { WIDTH, wrap } from './wrap';

/** What was deleted where and when, and what is out of reach. */
export function receiptLines(erasure: Erasure, paint: Paint): string[] {
  const { person, erasedAt, shutAt, rowsDeleted, deleted, historyKeys, workflowsEnded, brevo, outOfReach } = erasure;
  const tables = Object.entries(deleted).map(([table, rows]) => `${table} ${String(rows)}`);
  return [
    `${paint.good('✓')} Erased at ${formatTime(erasedAt ?? shutAt)}. Nothing of the person was taken in from ${formatTime(shutAt)} on.`,
    `  ${counted(rowsDeleted, 'row')} deleted here, ${counted(workflowsEnded, 'workflow')} ended.`,
    ...(tables.length === 0 ? [] : wrap(`(${tables.join(', ')})`, WIDTH - 2).map((line) => `  ${line}`)),
    `  ${counted(historyKeys, 'history key')} destroyed: what Temporal keeps of it opens for nobody.`,
    ...brevoLines(brevo),
    '',
    'Out of reach:',
    ...outOfReach.flatMap((sentence) => wrap(`- ${sentence}`, WIDTH)),
    '',
    ...wrap(UNCOUNTED, WIDTH),
    ...wrap(`Kept: the keyed hash ${person}, so that no sync brings the person back.`, WIDTH),
  ];
}

const UNCOUNTED =
  'Numbers count the person no more, also those of times that are over: what `tajo funnel`, `campaigns` and `satisfaction` say of them may be less than it was.';

/** What is being done just now, for whoever waits. */
export function erasingSentence({ storeAt, brevo: { asked, at, importsUnderWay } }: Erasure): string {
  if (storeAt === null || !asked) return 'erasing …';
  if (at === null || importsUnderWay === 0) return 'deleted here; Brevo is being asked …';
  const what = importsUnderWay === 1 ? 'an import' : `${String(importsUnderWay)} imports`;
  return `deleted here and in Brevo; ${what} under way there may bring the contact back: asked again each minute, it may be left …`;
}

function brevoLines({ asked, at, end, againAt }: Erasure['brevo']): string[] {
  if (at === null) return [];
  const what = {
    deleted: 'The contact was deleted in Brevo',
    unknown: 'Brevo had no such contact',
    refused: 'Brevo refused to delete the contact',
  }[end ?? 'deleted'];
  if (!asked) return [`  ${what} already, by an erasure before this one (${formatTime(at)}).`];
  const again = `An import was still under way: deleted again when it had ended (${formatTime(againAt ?? at)}).`;
  return [`  ${what} (${formatTime(at)}).`, ...(againAt === null ? [] : [`  ${again}`])];
}

export function allowedLines({ already, erasure }: PersonAllowed, paint: Paint): string[] {
  if (erasure === null) return ['This address was never erased: nothing keeps the person away.'];
  if (already)
    return [
      `This address was allowed already, at ${formatTime(erasure.allowedAt ?? erasure.shutAt)}: nothing keeps the person away.`,
    ];
  return [
    `${paint.good('✓')} The next full sync, or a change in Gorgias, brings the person back. Nothing that was erased comes back with them.`,
  ];
}
