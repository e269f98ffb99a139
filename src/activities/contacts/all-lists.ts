import type { BrevoClient } from '../../brevo/types';

const PAGE = 50;

/** Every list of the account, 50 a request. */
export async function allLists(
  brevo: BrevoClient,
): Promise<readonly { id: number; name: string; folderId: number | null }[]> {
  const lists: { id: number; name: string; folderId: number | null }[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listLists({ limit: PAGE, offset });
    lists.push(...page.rows);
    if (page.received < PAGE) return lists;
  }
}
