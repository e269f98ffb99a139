import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { signInFailure, signInWith } from './session';

export function SignIn({ expired }: { readonly expired: boolean }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Sign in · Tajo';
    field.current?.focus();
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    const key = field.current?.value.trim() ?? '';
    if (key === '' || busy) return;
    setBusy(true);
    void signInWith({ key }).finally(() => {
      setBusy(false);
      field.current?.select();
    });
  };
  const failure = signInFailure.value;
  return (
    <main class="gate">
      <form class="card gate-card" onSubmit={submit}>
        <img src="./icon.svg" alt="" width="40" height="40" />
        <h1>{expired ? 'Sign in again' : 'Sign in to Tajo'}</h1>
        <p class="quiet">
          {expired
            ? 'Your session has ended. Afterwards you are back where you were.'
            : 'Support and campaigns of your store, and why each one was or wasn’t sent.'}
        </p>
        <label for="key">Key</label>
        <input
          id="key"
          ref={field}
          type="password"
          autocomplete="current-password"
          aria-describedby={failure === null ? 'key-help' : 'key-failure'}
          aria-invalid={failure !== null}
          required
        />
        {failure === null ? null : (
          <p id="key-failure" class="failed" role="alert">
            {failure}
          </p>
        )}
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in'}
        </button>
        <p id="key-help" class="quiet small">
          It is <code>TAJO_API_KEY</code>, or <code>TAJO_READ_KEY</code> to look without people’s addresses. On the
          machine of the connector, <code>npx tajo open</code> signs you in without it.
        </p>
      </form>
    </main>
  );
}
