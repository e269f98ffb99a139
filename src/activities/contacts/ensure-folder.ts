import type { BrevoClient } from '../../brevo/types';

const PAGE = 50;

/** The id of Brevo's folder of that name, which is made where there is none. */
export async function ensureFolder(brevo: BrevoClient, name: string): Promise<number> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await brevo.listFolders({ limit: PAGE, offset });
    const found = page.rows.find((folder) => folder.name === name);
    if (found !== undefined) return found.id;
    if (page.received < PAGE) return brevo.createFolder(name);
  }
}
