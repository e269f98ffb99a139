import { type ConfigProblem } from './problems';
import { below, type Finding } from '../rules/rules';
import { isSubdomain } from '../../domain/subdomain';
import { accountOf } from '../../domain/account/gorgias-domain';
import { ACCOUNTS, dotted, GORGIAS, startsWith, type SettingPath, withoutAccount } from '../settings/setting-path';
import { type GorgiasSettings } from '../settings/settings';
import { emptyMapping, pathOfPlace, placeKey, type YamlTree } from './yaml-tree';

/** What is the same for the whole installation. */
const COMMON: readonly string[] = ['domain', 'accounts', 'trust_proxy', 'debug', 'log_level', 'log_api_calls'];

/** The file as it stands for one account: each section that the account writes itself stands instead of the common one. */
export interface AccountView {
  readonly account: string;
  readonly tree: YamlTree;
  /** A fault of the view, told where the account's own section stands. */
  readonly relocate: (problem: ConfigProblem) => ConfigProblem;
}

export function accountViews(tree: YamlTree): readonly AccountView[] {
  const common = mappingAt(tree.root, GORGIAS);
  return Object.entries(mappingAt(tree.root, ACCOUNTS)).map(([account, written]) => {
    const own = isMapping(written) ? written : {};
    const isOwn = (path: SettingPath): boolean => Object.hasOwn(own, path[GORGIAS.length] ?? '');
    const gorgias = Object.assign(emptyMapping(), common, own);
    delete gorgias['accounts'];
    return {
      account,
      tree: { root: { connectors: { gorgias } }, problems: [], ...moved(tree, account, isOwn) },
      relocate: ({ path, sentence, ...position }) => ({
        path: isOwn(path.split('.')) ? path.replace(dotted(GORGIAS), dotted([...ACCOUNTS, account])) : path,
        ...position,
        sentence: `accounts.${account}: ${sentence}`,
      }),
    };
  });
}

/** Places and broken parts of the account's own sections, as if they stood where the common ones stand. */
function moved(
  { places, broken }: YamlTree,
  account: string,
  isOwn: (path: SettingPath) => boolean,
): Pick<YamlTree, 'places' | 'broken'> {
  const inAccount = [...ACCOUNTS, account];
  const move = (path: SettingPath): SettingPath | null => {
    if (!startsWith(path, inAccount)) return isOwn(path) ? null : path;
    return path.length === inAccount.length ? null : withoutAccount(path);
  };
  const moveAll = <Value>(path: SettingPath, make: (path: SettingPath) => Value): readonly Value[] => {
    const to = move(path);
    return to === null ? [] : [make(to)];
  };
  return {
    places: new Map(
      [...places].flatMap(([key, place]) => moveAll(pathOfPlace(key), (to) => [placeKey(to), place] as const)),
    ),
    broken: broken.flatMap((path) => moveAll(path, (to) => to)),
  };
}

/** Names of accounts, and sections that no account has for itself; what stands inside them is checked as part of the account's view. */
export function checkAccounts(settings: GorgiasSettings, domain: string | undefined): readonly Finding[] {
  return Object.entries(settings.accounts).flatMap(([account, written]) => {
    const finding = (complaint: string | null, ...keys: string[]): readonly Finding[] => {
      const path = below('accounts', account, ...keys);
      const name = ['accounts', account.slice(0, 63), ...keys].join('.');
      return complaint === null ? [] : [{ path, involves: [path], sentence: `${name} ${complaint}` }];
    };
    return [
      ...finding(complaintAboutAccount(account, domain)),
      ...Object.keys(written).flatMap((key) => finding(complaintAboutSection(key), key)),
    ];
  });
}

function complaintAboutAccount(account: string, domain: string | undefined): string | null {
  if (!isSubdomain(account)) {
    return 'is not the subdomain of a Gorgias account: for otherstore.gorgias.com write `otherstore`.';
  }
  return domain !== undefined && accountOf(domain) === account
    ? 'is the account of `domain`: write its settings directly under connectors.gorgias.'
    : null;
}

function complaintAboutSection(key: string): string | null {
  return COMMON.includes(key)
    ? 'is the same for all accounts: it can only stand directly under connectors.gorgias.'
    : null;
}

function mappingAt(root: unknown, path: SettingPath): Readonly<Record<string, unknown>> {
  const found = path.reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), root);
  return isMapping(found) ? found : {};
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
