import type { JSX } from 'preact';
import { to } from '../app/route';

/** A ticket, leading to its story. */
export function TicketLink({ id }: { readonly id: number }): JSX.Element {
  return (
    <a class="ticket" href={to(`tickets/${id}`)}>
      #{id}
    </a>
  );
}

/** Into Temporal's own interface, where there is one. */
export function TemporalLink({
  href,
  label,
}: {
  readonly href: string | null;
  readonly label: string;
}): JSX.Element | null {
  if (href === null) return null;
  return (
    <a class="outside" href={href} target="_blank" rel="noreferrer">
      {label}
      <span aria-hidden="true"> ↗</span>
      <span class="hidden"> (opens Temporal’s interface)</span>
    </a>
  );
}

/** What a customer or somebody else wrote: as text, in its own direction, and not longer than a reader bears. */
export function Foreign({
  text,
  hidden = false,
}: {
  readonly text: string | null;
  readonly hidden?: boolean;
}): JSX.Element {
  if (text === null) return <span class="quiet">{hidden ? 'hidden' : '–'}</span>;
  return (
    <bdi class="foreign" title={text.length > 60 ? text.slice(0, 1_000) : undefined}>
      {text.length > 300 ? `${text.slice(0, 300)} …` : text}
    </bdi>
  );
}
