import { signal } from '@preact/signals';

export interface Route {
  /** `campaigns`, `tickets` … */
  readonly view: string;
  /** What stands behind it: `['95000003']`. */
  readonly rest: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Behind `#`, so that nothing of it is sent anywhere: an address may hold what somebody searched for. */
export const route = signal<Route>(read());

addEventListener('hashchange', () => (route.value = read()));

/** An address in the page. What is kept over all views (the account, the period) is taken along; null takes one off. */
export function to(path: string, query: Readonly<Record<string, string | number | null | undefined>> = {}): string {
  const { account, period, from, to: until } = route.value.query;
  const all = { account, period, from, to: until, ...query };
  const given = Object.entries(all).filter(([, value]) => (value ?? '') !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

export function go(address: string): void {
  location.hash = address;
}

/** Without a step in the history: for what is chosen rather than visited. */
export function replace(address: string): void {
  history.replaceState(null, '', address);
  route.value = read();
}

export function currentPath(): string {
  return [route.value.view, ...route.value.rest].map(encodeURIComponent).join('/');
}

function read(): Route {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/').map(decode);
  return { view: view === '' ? 'now' : view, rest, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Somebody may have typed it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
