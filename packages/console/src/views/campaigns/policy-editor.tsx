import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { go } from '../../app/route';
import type { PolicyText } from './policy-text';

interface EditorProps {
  readonly today: Readonly<Record<string, unknown>>;
  readonly busy: boolean;
  readonly mayRehearse: boolean;
  readonly rehearse: (proposed: Readonly<Record<string, unknown>>) => void;
}

/** How long it says that it copied. */
const SAID_MS = 3_000;

/** What was typed, also after a look at another view. */
const drafts = new Map<string, string>();

/** Today's policy and the one that is tried, in the words of `tajo.yaml`. */
export function PolicyEditor({ today, busy, mayRehearse, rehearse }: EditorProps): JSX.Element {
  const yaml = useYaml();
  const field = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (yaml === null) return <p class="quiet">Loading …</p>;
  const written = yaml.write(today);
  const submit = (): void => {
    const read = yaml.read(field.current?.value ?? '');
    setProblem(read.problem);
    if (read.policy !== null) rehearse(read.policy);
  };
  return (
    <div class="editor">
      <Today written={written} />
      <section class="card" aria-label="The policy to try">
        <header class="card-head">
          <h2>
            <label for="policy">To try</label>
          </h2>
          <CopyButton field={field} />
        </header>
        <textarea
          id="policy"
          ref={field}
          defaultValue={drafts.get(written) ?? written}
          rows={Math.max(14, written.split('\n').length)}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'policy-problem'}
          onInput={(event) => drafts.set(written, event.currentTarget.value)}
        />
        {problem === null ? null : (
          <p id="policy-problem" class="failed" role="alert">
            {problem}
          </p>
        )}
        <footer class="editor-foot">
          <p class="quiet small">
            Nothing is sent, and no file is written: copy what you like into <code>connectors.gorgias</code> of your
            tajo.yaml. A section that is left out stays as it is today; <code>campaigns: {'{}'}</code> and{' '}
            <code>frequency_cap: null</code> mean none.
          </p>
          {mayRehearse ? (
            <button type="button" class="button primary" disabled={busy} onClick={submit}>
              {busy ? 'Rehearsing …' : 'Rehearse both'}
            </button>
          ) : null}
        </footer>
      </section>
    </div>
  );
}

function CopyButton({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }): JSX.Element {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const over = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(over);
  }, [copied]);
  const copy = (): void => {
    void navigator.clipboard.writeText(field.current?.value ?? '').then(
      () => setCopied(true),
      // Not allowed here: what is selected can be copied by hand.
      () => field.current?.select(),
    );
  };
  return (
    <button type="button" class="button plain" onClick={copy}>
      <span aria-live="polite">{copied ? 'Copied' : 'Copy the YAML'}</span>
    </button>
  );
}

function Today({ written }: { readonly written: string }): JSX.Element {
  return (
    <section class="card" aria-label="Today’s policy">
      <header class="card-head">
        <h2>Today</h2>
      </header>
      <pre tabIndex={0} aria-label="Today’s policy as YAML">
        {written}
      </pre>
    </section>
  );
}

/** The YAML library is fetched when this view is opened. */
function useYaml(): PolicyText | null {
  const [yaml, setYaml] = useState<PolicyText | null>(null);
  useEffect(() => {
    import('./policy-text').then(
      ({ policyText }) => setYaml(policyText),
      // The page is older than what the server has now.
      () => go('#/campaigns'),
    );
  }, []);
  return yaml;
}
