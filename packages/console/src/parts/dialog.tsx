import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../api/changes';
import { asFailure } from '../api/use-call';
import type { RequestFailure } from '../api/request';

export interface Question {
  readonly title: string;
  readonly explain: ComponentChildren;
  /** What the button says that does it. */
  readonly verb: string;
  /** Does it, and gives the sentence that says what was done. */
  readonly act: () => Promise<ComponentChildren>;
}

const question = signal<Question | null>(null);

// What is asked is of the page that it was asked on: whoever goes on to another has let it go.
addEventListener('hashchange', () => (question.value = null));

/** Asks once, does it, and shows what was done. */
export function ask(asked: Question): void {
  question.value = asked;
}

/** Has its place once on the page. */
export function Questions(): JSX.Element | null {
  const asked = question.value;
  return asked === null ? null : <Asked key={asked.title} asked={asked} />;
}

type Step = 'asked' | 'busy' | { readonly done: ComponentChildren } | { readonly failed: RequestFailure };

function Asked({ asked }: { readonly asked: Question }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [step, setStep] = useState<Step>('asked');
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  const run = (): void => {
    setStep('busy');
    void asked
      .act()
      .then((done) => {
        announce('everything');
        setStep({ done });
      })
      .catch((thrown: unknown) => setStep({ failed: asFailure(thrown) }));
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onClose={() => (question.value = null)}>
      <h2 id="dialog-title">{asked.title}</h2>
      <div class="dialog-body" aria-live="polite">
        <Body step={step} explain={asked.explain} />
      </div>
      <footer>
        {typeof step === 'object' ? (
          <button type="button" class="button primary" onClick={close}>
            Close
          </button>
        ) : (
          <>
            <button type="button" class="button" onClick={close}>
              Cancel
            </button>
            <button type="button" class="button primary" disabled={step === 'busy'} onClick={run}>
              {step === 'busy' ? 'Working …' : asked.verb}
            </button>
          </>
        )}
      </footer>
    </dialog>
  );
}

function Body({ step, explain }: { readonly step: Step; readonly explain: ComponentChildren }): JSX.Element {
  if (typeof step !== 'object') return <>{explain}</>;
  if ('done' in step) return <p class="done">{step.done}</p>;
  return (
    <p class="failed" role="alert">
      {step.failed.message} <span class="quiet">{step.failed.code}</span>
    </p>
  );
}
