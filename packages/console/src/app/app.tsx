import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Questions } from '../parts/dialog';
import { Empty, Notice } from '../parts/states';
import { Frame } from './frame';
import { currentPath, route } from './route';
import { account, askWhoIsThere, connectors, sessionState } from './session';
import { SignIn } from './sign-in';
import { VIEWS, viewOf } from './views';

export function App(): JSX.Element {
  switch (sessionState.value) {
    case 'unknown':
      return <p class="boot">Loading …</p>;
    case 'unreachable':
      return <Unreachable />;
    case 'none':
    case 'expired':
      return <SignIn expired={sessionState.value === 'expired'} />;
    case 'open':
      return (
        <Frame>
          <View />
          <Questions />
        </Frame>
      );
  }
}

function View(): JSX.Element {
  const path = currentPath();
  const found = viewOf(route.value);
  useEffect(() => {
    document.title = `${found?.label ?? 'Not found'} · Tajo`;
  }, [found]);
  useEffect(enterView, [path]);
  if (connectors.value?.connectors.length === 0) return <NothingInstalled />;
  if (found === undefined)
    return (
      <Empty title="There is no such view">
        <a href="#/">{VIEWS[0]?.label}</a>
      </Empty>
    );
  const Body = found.body;
  return <Body key={`${account.value ?? ''}/${path}`} />;
}

let firstView = true;

/** Whoever listens or tabs begins at the new view's heading; not where the page was just opened. */
function enterView(): void {
  if (firstView) {
    firstView = false;
    return;
  }
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

function NothingInstalled(): JSX.Element {
  return (
    <Empty title="No account is connected yet">
      Give the connector the keys of a Gorgias and a Brevo account:{' '}
      <code>npx tajo connectors install gorgias --domain yourstore.gorgias.com</code>
    </Empty>
  );
}

function Unreachable(): JSX.Element {
  useEffect(() => {
    const again = setInterval(() => void askWhoIsThere(), 2_000);
    return () => clearInterval(again);
  }, []);
  return (
    <main class="gate">
      <Notice tone="warn" title="The connector does not answer">
        <p>It is asked again every two seconds. Is it running?</p>
      </Notice>
    </main>
  );
}
