import type { TargetType } from './mapping-types';

/**
 * What an account's Brevo has to be seen doing before it is relied on, since it answers 2xx either way (design D18): keeping a kind of value
 * that comes by import, emptying one for an empty text in an upsert, emptying one for an import with `emptyContactsAttributes`.
 */
export type ProofSubject =
  | `import ${TargetType}`
  | `empty ${TargetType}`
  | `empty by import ${TargetType}`
  /** It was when values were last written to it; false: it was before that. */
  | `attribute ${string} of type ${string}`
  /** It was not there, or took no value of its field, when it was last looked at. */
  | `attribute ${string} gone`;

/** True: it was seen to work; false: it was seen not to; missing: nobody has looked yet. */
export type Proofs = ReadonlyMap<string, boolean>;

export function holds(proofs: Proofs, subject: ProofSubject): boolean | null {
  return proofs.get(subject) ?? null;
}

/** As what an attribute of ours was last written to; `type` is null: nobody has looked yet. */
export function typeWrittenTo(
  proofs: Proofs,
  name: string,
): { readonly type: string | null; readonly isGone: boolean } {
  const start = `attribute ${name} of type `;
  const known = [...proofs].find(([subject, isSo]) => isSo && subject.startsWith(start));
  return { type: known?.[0].slice(start.length) ?? null, isGone: holds(proofs, `attribute ${name} gone`) === true };
}

/** Types of values that imports of the account lose. */
export function typesLostInImports(proofs: Proofs): readonly string[] {
  return [...proofs].flatMap(([subject, works]) =>
    !works && subject.startsWith(IMPORT) ? [subject.slice(IMPORT.length)] : [],
  );
}

const IMPORT = 'import ';
