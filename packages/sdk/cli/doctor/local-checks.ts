import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorCheck } from '../../contract/doctor';
import type { ClientSettings } from '../../client/client-settings';

/** As in package.json. */
const OLDEST_NODE = [20, 19] as const;

export function nodeCheck(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const oldest = OLDEST_NODE.join('.');
  return {
    name: 'node',
    ok,
    sentence: ok ? `Node ${version} runs this.` : `Node ${version} is too old.`,
    nextStep: ok ? null : `Install Node ${oldest} or newer.`,
  };
}

/** The folder that `npm start` keeps its state and keys in; a connector elsewhere has none here, which is no fault. */
export function homeChecks({ home }: ClientSettings, platform: NodeJS.Platform): readonly DoctorCheck[] {
  const name = 'home';
  try {
    accessSync(home, constants.R_OK | constants.W_OK);
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (missing)
      return [
        {
          name,
          ok: true,
          sentence: `There is no TAJO_HOME at ${home}: nothing was started in this folder.`,
          nextStep: 'As it should be where the connector runs elsewhere.',
        },
      ];
    const nextStep = 'Give this user the folder, or set TAJO_HOME to another one.';
    return [{ name, ok: false, sentence: `TAJO_HOME ${home} cannot be read and written.`, nextStep }];
  }
  const open = platform === 'win32' ? [] : SECRETS.filter((file) => isOpenToOthers(join(home, file)));
  if (open.length === 0)
    return [{ name, ok: true, sentence: `TAJO_HOME ${home} is readable and writable.`, nextStep: null }];
  return [
    {
      name,
      ok: false,
      sentence: `Other users of this machine can read ${open.join(', ')} in ${home}.`,
      nextStep: `chmod 600 ${open.map((file) => join(home, file)).join(' ')}`,
    },
  ];
}

const SECRETS = ['connector.json', 'encryption.key', 'api.key'] as const;

function isOpenToOthers(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mode & 0o077) !== 0;
}
