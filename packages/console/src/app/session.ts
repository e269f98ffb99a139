import { computed, signal } from '@preact/signals';
import type { Session } from '../../../sdk/contract/session';
import { watchChanges } from '../api/changes';
import { type Answer, request, RequestFailure } from '../api/request';
import { replace, route } from './route';

/** `unknown` until the server was asked. `expired`: there was one. */
export type SessionState = 'unknown' | 'none' | 'expired' | 'open' | 'unreachable';

export const sessionState = signal<SessionState>('unknown');
const session = signal<Session | null>(null);
/** Installed accounts, and Temporal's web interface. */
export const connectors = signal<Answer<'listConnectors'> | null>(null);
/** The address may name one; null before any is installed. */
export const account = computed(() => route.value.query['account'] ?? connectors.value?.connectors[0]?.account ?? null);
export const isReader = computed(() => session.value?.role === 'reader');
/** Why the last link or key was refused. */
export const signInFailure = signal<string | null>(null);

const LINK = /^#sign-in=(.*)$/;
const WHOLE = /^[\w-]{43}$/;
const CUT = 'This sign-in link is not whole. `npx tajo open` makes another one; or sign in by the key.';
let stopWatching: (() => void) | null = null;

/** At the start of the page: by the link in the address, which is taken out of it at once, or by a cookie from before. */
export async function resumeSession(): Promise<void> {
  const [, link] = LINK.exec(location.hash) ?? [];
  if (link !== undefined) {
    replace('#/');
    if (WHOLE.test(link)) return signInWith({ link });
    signInFailure.value = CUT;
  }
  await askWhoIsThere();
}

export async function signInWith(body: { readonly key: string } | { readonly link: string }): Promise<void> {
  try {
    session.value = await request('signIn', { body });
    signInFailure.value = null;
    await enter();
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    signInFailure.value = thrown.message;
    if (sessionState.value === 'unknown') sessionState.value = 'none';
  }
}

export async function leave(): Promise<void> {
  await request('signOut', {}).catch(() => undefined);
  close('none');
}

/** Somebody was told that there is no session any more. The address stays, so that signing in leads back. */
export function sessionEnded(): void {
  if (sessionState.value === 'open') close('expired');
}

export async function askWhoIsThere(): Promise<void> {
  try {
    session.value = await request('readSession', {});
    await enter();
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    if (thrown.signedOut) close(sessionState.value === 'open' ? 'expired' : 'none');
    else if (sessionState.value !== 'open') sessionState.value = 'unreachable';
  }
}

async function reloadConnectors(): Promise<void> {
  connectors.value = await request('listConnectors', {});
}

async function enter(): Promise<void> {
  await reloadConnectors();
  if (sessionState.value === 'open') return;
  sessionState.value = 'open';
  stopWatching = watchChanges(() => void askWhoIsThere());
}

function close(state: 'none' | 'expired'): void {
  stopWatching?.();
  stopWatching = null;
  session.value = null;
  sessionState.value = state;
}
