import { findConflicts, insertContact, mergeIntoContact, type ContactWrite } from './contact-write';
import { type BrevoContext, readEmail } from './context';
import { type BrevoContact, type BrevoProcess, type ImportRow } from './model';
import { type AcceptedAttributes, count, readAttributes } from './values';

/** Carries out the imports whose time has come. Called before every answer, so that the clock alone decides. */
export function settleImports(context: BrevoContext, onDone: (process: BrevoProcess) => void): void {
  const now = context.clock();
  for (const process of context.memory.data.processes) {
    if (process.done || process.dueAt > now) continue;
    carryOut(context, process);
    onDone(process);
  }
}

function carryOut(context: BrevoContext, process: BrevoProcess): void {
  const reports: Record<string, number> = {};
  const seen = new Set<string>();
  for (const row of process.rows) {
    const outcome = carryOutRow(context, process, { row, seen });
    if (outcome === 'changed') process.effectiveRows += 1;
    else if (outcome !== 'unchanged') count(reports, outcome);
  }
  process.reports = reports;
  process.rows = [];
  process.done = true;
}

type RowOutcome =
  | 'changed'
  | 'unchanged'
  | 'invalid_emails'
  | 'duplicate_email_id'
  | 'duplicate_phone_id'
  | 'duplicate_whatsapp_id'
  | 'duplicate_landline_number_id';

/** A row with somebody else's phone, or a second row for one address, is left out as a whole and only reported. */
function carryOutRow(
  context: BrevoContext,
  process: BrevoProcess,
  { row, seen }: { row: ImportRow; seen: Set<string> },
): RowOutcome {
  const { memory, switches } = context;
  const email = readEmail(row.email ?? '');
  if (email === null || switches.importsLeaveOut.includes(email)) return 'invalid_emails';
  if (seen.has(email)) return 'duplicate_email_id';
  seen.add(email);
  const existing = memory.ownerOf('email', email);
  const write: ContactWrite = {
    email,
    attributes: attributesOf(context, process, { row, existing }),
    listIds: process.listIds,
    emailBlacklisted: process.emailBlacklist ? true : undefined,
  };
  const [conflict] = findConflicts(memory, existing, write);
  if (conflict !== undefined) return duplicateOf[conflict] ?? 'duplicate_phone_id';
  if (existing === null) {
    insertContact(memory, write, context.clock());
    return 'changed';
  }
  const allowed = process.updateExisting ? write : { attributes: {}, listIds: process.listIds };
  return mergeIntoContact(memory, existing, allowed, context.clock()) ? 'changed' : 'unchanged';
}

function attributesOf(
  { memory, switches }: BrevoContext,
  process: BrevoProcess,
  { row, existing }: { row: ImportRow; existing: BrevoContact | null },
): AcceptedAttributes {
  const erases = process.emptyAttributes && switches.importsEmpty !== 'nothing';
  const kept = Object.entries(row.attributes ?? {}).filter(
    ([name]) => !switches.importsLose.includes(memory.attribute(name)?.type ?? ''),
  );
  const accepted = readAttributes(memory, Object.fromEntries(kept), {
    badPhone: 'drop',
    empty: erases ? 'erase any' : 'ignore',
  });
  if (!erases || switches.importsEmpty === 'what is named') return accepted;
  const others = Object.keys(existing?.attributes ?? {}).filter((name) => !Object.hasOwn(accepted, name));
  return { ...accepted, ...Object.fromEntries(others.map((name) => [name, null])) };
}

const duplicateOf: Readonly<Record<string, RowOutcome>> = {
  SMS: 'duplicate_phone_id',
  WHATSAPP: 'duplicate_whatsapp_id',
  LANDLINE_NUMBER: 'duplicate_landline_number_id',
};
