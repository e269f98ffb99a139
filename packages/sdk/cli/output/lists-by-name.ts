import type { SettingsCheck } from '../../client/insight-types';
import { plainText } from './plain-text';

/** One line for each list that the settings give by name. */
export function listLines(lists: SettingsCheck['lists']): string[] {
  return lists.map(
    ({ setting, name, sentence }) => `${plainText(setting)}: “${plainText(name)}” ${plainText(sentence)}.`,
  );
}
