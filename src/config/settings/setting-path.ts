/** Keys from the top of the file down: `['connectors', 'gorgias', 'csat', 'wait']`. */
export type SettingPath = readonly string[];

/** Where everything of this connector stands in the file. */
export const GORGIAS: SettingPath = ['connectors', 'gorgias'];

/** Where accounts write what differs for them. */
export const ACCOUNTS: SettingPath = [...GORGIAS, 'accounts'];

export const dotted = (path: SettingPath): string => path.join('.');

/** How messages call a setting: without `connectors.gorgias`, which all of them share. */
export function shortName(path: SettingPath): string {
  const inside = startsWith(path, GORGIAS) && path.length > GORGIAS.length;
  return dotted(inside ? path.slice(GORGIAS.length) : path);
}

export function startsWith(path: SettingPath, start: SettingPath): boolean {
  return start.length <= path.length && start.every((part, index) => part === path[index]);
}

/** True when one of the two contains the other, so that a fault in the one makes a statement about the other worthless. */
export function overlaps(one: SettingPath, other: SettingPath): boolean {
  return startsWith(one, other) || startsWith(other, one);
}

/** `accounts.other.lists.x` -> `lists.x`: what an account writes for itself is described where all accounts write it. */
export function withoutAccount(path: SettingPath): SettingPath {
  const isInside = startsWith(path, ACCOUNTS) && path.length > ACCOUNTS.length + 1;
  return isInside ? [...GORGIAS, ...path.slice(ACCOUNTS.length + 1)] : path;
}
