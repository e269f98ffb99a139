import type { ComponentChildren, JSX } from 'preact';

interface PageProps {
  readonly title: string;
  /** The sentence that answers the view's question. */
  readonly sentence: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly back?: { readonly href: string; readonly label: string };
  readonly children?: ComponentChildren;
}

export function Page({ title, sentence, tools, back, children }: PageProps): JSX.Element {
  return (
    <article class="page">
      <header class="page-head">
        <div class="page-top">
          <div>
            {back === undefined ? null : (
              <a class="back" href={back.href}>
                ← {back.label}
              </a>
            )}
            <h1 tabIndex={-1}>{title}</h1>
          </div>
          {tools === undefined ? null : <div class="tools">{tools}</div>}
        </div>
        <p class="sentence" aria-live="polite">
          {sentence}
        </p>
      </header>
      {children}
    </article>
  );
}

interface CardProps {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Card({ title, note, tools, wide = false, children }: CardProps): JSX.Element {
  return (
    <section class={wide ? 'card wide' : 'card'}>
      <header class="card-head">
        <div>
          <h2>{title}</h2>
          {note === undefined ? null : <p class="quiet">{note}</p>}
        </div>
        {tools}
      </header>
      {children}
    </section>
  );
}

/** One number with its name. With `href` it leads to what it counts. */
export function Figure(props: {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly href?: string | undefined;
}): JSX.Element {
  const { label, value, note, href } = props;
  const inner = (
    <>
      <span class="figure-label">{label}</span>
      <span class="figure-value">{value}</span>
      {note === undefined ? null : <span class="figure-note">{note}</span>}
    </>
  );
  return href === undefined ? (
    <div class="figure">{inner}</div>
  ) : (
    <a class="figure" href={href}>
      {inner}
    </a>
  );
}

export function Pill({ tone, children }: { readonly tone: string; readonly children: ComponentChildren }): JSX.Element {
  return <span class={`pill ${tone}`}>{children}</span>;
}
