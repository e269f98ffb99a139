import type { FeedEvent } from '../../domain/records';
import type { ActivityDeps } from '../deps';
import { readTags } from '../contacts/reference';

/**
 * A renamed or merged tag changes no ticket's `updated_datetime`: the new names are read, and the tickets that carry the old ones are
 * corrected here. Which tag one was merged into nothing tells: it is taken off, and its tickets are to be read again.
 */
export async function followTags(deps: ActivityDeps, account: string, events: readonly FeedEvent[]): Promise<void> {
  const touched = events.filter(({ objectType }) => objectType === 'Tag');
  const added = events.filter(({ type }) => type === 'ticket-tags-added');
  if (touched.length + added.length === 0) return;
  const { facts } = deps.store;
  const before = new Map((await facts.tags(account)).map(({ id, name }) => [id, name]));
  // Only a tag that is known by its id can be followed when it is renamed later.
  if (touched.length === 0 && added.every((event) => addsKnown(event, before))) return;
  const listed = await readTags(deps, account, deps.gorgias(account, 'feed'));
  if (listed === null) return;
  const after = new Map(listed.map(({ id, name }) => [id, name]));
  const changes = [...before].flatMap(([id, from]) => {
    const to = after.get(id) ?? null;
    return to === from ? [] : [{ from, to, readAgain: to === null && !isDeleted(touched, id) }];
  });
  await facts.changeTags(account, changes, listed);
}

function addsKnown({ data }: FeedEvent, known: ReadonlyMap<number, string>): boolean {
  const ids = data?.['tags_added'];
  return !Array.isArray(ids) || ids.every((id) => known.has(Number(id)));
}

/** `tag-merged` hangs on the tag that is gone, as `tag-deleted` does (gorgias-api.md 2). */
function isDeleted(events: readonly FeedEvent[], id: number): boolean {
  return events.some(({ type, objectId }) => type === 'tag-deleted' && objectId === id);
}
