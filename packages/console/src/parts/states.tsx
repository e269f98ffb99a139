import type { ComponentChildren, JSX } from 'preact';
import type { RequestFailure } from '../api/request';

/** Nothing to show, and why that is so or what makes it come. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}

export function Failure({ of, retry }: { readonly of: RequestFailure; readonly retry?: () => void }): JSX.Element {
  return (
    <div class="notice bad" role="alert">
      <div>
        <strong>{of.message}</strong>
        {of.status === 0 ? <p>It is asked again as soon as it is back.</p> : <p class="quiet">{of.code}</p>}
      </div>
      {retry === undefined ? null : (
        <button type="button" class="button" onClick={retry}>
          Ask again
        </button>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
  readonly title: string;
  readonly action?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Notice({ tone, title, action, children }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${tone}`}>
      <div>
        <strong>{title}</strong>
        {children}
      </div>
      {action}
    </div>
  );
}
