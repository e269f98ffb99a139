import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds `tajo.example.yaml` and `tools/`: the same whether the sources run or what was compiled from them. */
export const PROJECT_ROOT = folderWith('tajo.example.yaml', __dirname);

function folderWith(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name)) || folder === dirname(folder)) return folder;
  }
}
