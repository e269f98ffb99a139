import { randomUUID } from 'node:crypto';
import { access, link, rename, rm, writeFile } from 'node:fs/promises';

/** Folders that are shared between machines may know no second name for a file. */
const WITHOUT_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Writes a file whole or not at all, for its owner only. False: it is there already; of many at once one gets true.
 * @throws what the file system says otherwise
 */
export async function writeOnce(file: string, text: string): Promise<boolean> {
  // Looked at first: whoever holds it asks again and again.
  if (await hasFile(file)) return false;
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    return await unlessThere(link(draft, file));
  } catch (thrown) {
    if (!WITHOUT_LINKS.includes(codeOf(thrown))) throw thrown;
    return await unlessThere(writeFile(file, text, { mode: 0o600, flag: 'wx' }));
  } finally {
    await rm(draft, { force: true });
  }
}

/** False: it is not there, or somebody else was quicker. */
export async function moveAway(file: string, to: string): Promise<boolean> {
  try {
    await rename(file, to);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

export async function hasFile(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function unlessThere(written: Promise<void>): Promise<boolean> {
  try {
    await written;
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
