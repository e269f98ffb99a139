/** What is taken off a letter, after NFD. In a form that Postgres reads, too. */
export const ACCENTS = '[\\u0300-\\u036f]';

/** Letters that are no letter with an accent, and are typed as the one that they look like. */
export const LOOKALIKES = { from: 'ŁłØøĐđı', to: 'LlOoDdi' };

/** A name as people type it: `Óscar` and `oscar` are one. The indexes of names have the same (`migrations/037_names_without_accents.sql`). */
export function foldedName(text: string): string {
  const bare = text.normalize('NFD').replaceAll(new RegExp(ACCENTS, 'g'), '');
  const { from, to } = LOOKALIKES;
  return Array.from(bare, (letter) => to[from.indexOf(letter)] ?? letter)
    .join('')
    .toLowerCase();
}
