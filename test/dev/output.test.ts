import { createOutput } from '../../src/dev/output';
import { readArguments } from '../../src/dev/arguments';
import { describeDemoPolicy } from '../../src/dev/demo-settings';
import { testConfig } from '../support/connector';

const CONNECTOR = {
  settingsFile: 'tajo.yaml',
  ...{ account: 'yourstore', url: 'http://127.0.0.1:8081', apiKey: 'k', ui: null, home: '.tajo', logFile: null },
  consoleLink: 'http://127.0.0.1:8081/#sign-in=x',
  ...{ temporal: '127.0.0.1:7234', sandbox: null, goLive: null, died: new Promise<string>(() => undefined) },
};

/** What `npm start` says, line by line. */
function said(speak: (output: ReturnType<typeof createOutput>) => void): string {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    speak(createOutput(false));
  } finally {
    write.mockRestore();
  }
  return written.join('');
}

describe('npm start on real accounts', () => {
  it('does not call itself connected before anybody was asked, and gives the line for another port of Temporal', () => {
    const text = said((output) => output.ready(CONNECTOR));

    expect(text).toContain('Ready. It works for yourstore.gorgias.com.');
    expect(text).toContain('export TEMPORAL_ADDRESS=127.0.0.1:7234');
    expect(text).not.toMatch(/[Cc]onnected/);
  });

  it('has no line of more than 80 columns, the link into the console included', () => {
    const consoleLink = `http://127.0.0.1:18080/#sign-in=${'x'.repeat(43)}`;
    const text = said((output) => {
      output.ready({
        ...CONNECTOR,
        consoleLink,
        sandbox: { gorgias: 'http://127.0.0.1:1', brevo: 'http://127.0.0.1:2/v3', policy: null },
      });
      output.staysUp({ sandbox: { gorgias: '', brevo: '', policy: describeDemoPolicy(testConfig()) }, home: '.tajo' });
      output.note(`Note: ${'a sentence that is long '.repeat(9)}`);
    });

    expect(text).toContain(`\n  ${consoleLink}\n`);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /awaited for 75s, an upsell leaves 15s later.* holds it for 1m, .*within 10m\. All of it: the console/,
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('offers no sync while it is switched off', () => {
    const known = { sandbox: null, home: '.tajo' };
    expect(said((output) => output.staysUp(known))).toContain('connectors sync gorgias');
    expect(said((output) => output.staysUp(known, true))).not.toContain('connectors sync gorgias');
  });

  it('names a home of its own to whoever types the next command', () => {
    expect(said((output) => output.staysUp({ sandbox: null, home: '/srv/my tajo' }))).toContain(
      '\n  export TAJO_HOME="/srv/my tajo"\n',
    );
    expect(said((output) => output.staysUp({ sandbox: null, home: '.tajo' }))).not.toContain('TAJO_HOME');
  });

  it('says what came of asking: that both accept the keys, or each cause with what to do', () => {
    const good = { name: 'gorgias.authentication', ok: true, sentence: 'API authentication successful' };
    const bad = {
      name: 'brevo.authentication',
      ok: false,
      sentence: 'Brevo refused the API key. Check it.',
      code: 'auth.brevo_refused',
    };

    expect(said((output) => output.tried([good]))).toBe('\n✓ Gorgias and Brevo answer, and accept the keys.\n');
    const refused = said((output) => output.tried([good, bad]));
    expect(refused).toMatch(/^\n✗ Brevo refused the API key\. Check it\.\nThe sync waits[\s\S]*rotate-key/);
    for (const line of refused.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(said((output) => output.tried([{ ...bad, code: 'account.off' }]))).toBe('');
  });

  it('says totals in the right number', () => {
    const totals = {
      changed: 0,
      requests: 1,
      pages: 1,
      rows: 1234,
      published: 1,
      unchanged: 0,
      held: 0,
      enriched: 1,
      seconds: 66,
    };

    expect(said((output) => output.finished({ totals }))).toBe(
      '\nDone in 66 s: 1 contact written to Brevo, 0 unchanged, 0 held back.\nRead 1,234 records on 1 page and the details of 1 customer;\nmeanwhile 1 request to Gorgias.\n',
    );
  });
});

it('the sandbox can be kept quiet', () => {
  expect(readArguments(['--quiet-sandbox'])).toMatchObject({ quietSandbox: true, once: false });
  expect(readArguments([])).toMatchObject({ quietSandbox: false });
});
