import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { connection, connectionSince } from '../api/changes';
import { Ago } from '../parts/time';
import { go, route, to } from './route';
import { account, connectors, isReader, leave } from './session';
import { VIEWS, viewOf } from './views';

/** What stands around every view: where one can go, whose account it is, whether the page is live. */
export function Frame({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [route.value]);
  const here = viewOf(route.value);
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="side">
        <div class="side-inner">
          <div class="brand">
            <a href={to('now')} class="logo" aria-label="Tajo, to the first view">
              <img src="./icon.svg" alt="" width="26" height="26" />
              Tajo
            </a>
            <button
              type="button"
              class="menu"
              aria-expanded={open}
              aria-controls="navigation"
              onClick={() => setOpen(!open)}
            >
              <span class="hidden">Menu, now </span>
              {here?.label ?? 'Menu'}
              <span aria-hidden="true"> {open ? '▴' : '▾'}</span>
            </button>
          </div>
          <div id="navigation" class={open ? 'side-body open' : 'side-body'}>
            <AccountSwitcher />
            <nav aria-label="Views">
              <ul>
                {VIEWS.map(({ name, label }) => (
                  <li key={name}>
                    <a href={to(name)} aria-current={(here?.under ?? here?.name) === name ? 'page' : undefined}>
                      {label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <footer class="side-foot">
              <Liveness />
              {isReader.value ? <p class="quiet">Signed in to read: people’s names and addresses are hidden.</p> : null}
              <button type="button" class="button plain" onClick={() => void leave()}>
                Sign out
              </button>
            </footer>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <LostConnection />
        {children}
      </main>
    </div>
  );
}

/** The address is the view's: a link to `#main` would leave it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function AccountSwitcher(): JSX.Element | null {
  const all = connectors.value?.connectors ?? [];
  if (account.value === null) return null;
  if (all.length < 2) return <p class="account">{account.value}</p>;
  return (
    <label class="account">
      <span class="hidden">Account</span>
      <select
        value={account.value}
        onChange={(event) =>
          go(
            to(route.value.rest.length === 0 ? route.value.view : (viewOf(route.value)?.under ?? 'now'), {
              account: event.currentTarget.value,
            }),
          )
        }
      >
        {all.map((one) => (
          <option key={one.account} value={one.account}>
            {one.account}
          </option>
        ))}
      </select>
    </label>
  );
}

function Liveness(): JSX.Element {
  const state = connection.value;
  const words = { connecting: 'Connecting …', open: 'Live', lost: 'No connection' }[state];
  return (
    <p class={`liveness ${state}`}>
      <i aria-hidden="true" />
      {words}
    </p>
  );
}

/** Says that what is shown is old, and for a moment that it is not any more. */
function LostConnection(): JSX.Element {
  const [wasLost, setWasLost] = useState(false);
  const state = connection.value;
  useEffect(() => {
    if (state === 'lost') setWasLost(true);
    if (state !== 'open' || !wasLost) return undefined;
    const gone = setTimeout(() => setWasLost(false), 5_000);
    return () => clearTimeout(gone);
  }, [state, wasLost]);
  return (
    <div class="connection" role="status">
      {state === 'lost' ? (
        <p class="notice warn">
          <span>
            <strong>No connection to the connector.</strong> What you see was true{' '}
            <Ago at={new Date(connectionSince.value).toISOString()} />; it goes on by itself.
          </span>
        </p>
      ) : null}
      {state === 'open' && wasLost ? (
        <p class="notice good">
          <strong>Connected again.</strong>
        </p>
      ) : null}
    </div>
  );
}
