import { ActivityFailure, ApplicationFailure, defaultPayloadConverter, type ProtoFailure } from '@temporalio/common';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { failureConverter } from '../../src/temporal/failure-converter';
import { createPayloadCodec } from '../../src/temporal/payload-codec';
import { auditSentence } from '../../src/workflows/audit-progress';
import { SUMMARIES, syncSummary, ticketSummary } from '../../src/workflows/messages';
import { READABLE_SENTENCES } from '../../src/workflows/readable-sentences';

const codec = createPayloadCodec(createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) }));
const isReadable = async (value: unknown): Promise<boolean> => {
  const payload = defaultPayloadConverter.toPayload(value);
  const [encoded] = await codec.encode([payload]);
  return encoded === payload;
};

describe('what a person reads in Temporal without our key', () => {
  it('is the closed list of summaries, and the details panel', async () => {
    for (const sentence of [
      ...READABLE_SENTENCES,
      syncSummary('full', 'yourstore'),
      syncSummary('incremental', 'yourstore'),
      ticketSummary(82),
    ]) {
      expect(await isReadable(sentence)).toBe(true);
    }
    expect(await isReadable({ definition: { type: 'fullSyncWorkflow', queryDefinitions: [] } })).toBe(true);
  });

  it.each<[string, unknown]>([
    ['an address', 'anna@example.com'],
    ['a text that begins like a summary', 'Full sync of anna@example.com'],
    ['a text around a summary', `anna ${SUMMARIES.importing}`],
    ['an input', { account: 'yourstore' }],
    ['what a run was started with', { account: 'yourstore', runId: 'r', startedAt: '2026-11-22T00:00:00.000000Z' }],
    ['an answer of an activity', { looked: 1, written: 1, after: 'anna@example.com' }],
    ['a list', [SUMMARIES.importing]],
    ['nothing', null],
  ])('is never %s', async (_case, value) => {
    expect(await isReadable(value)).toBe(false);
  });
});

describe('a failure on its way into a history', () => {
  const written = (thrown: Error): ProtoFailure => failureConverter.errorToFailure(thrown, defaultPayloadConverter);
  const read = (failure: ProtoFailure): Error => failureConverter.failureToError(failure, defaultPayloadConverter);

  it.each(['input.invalid', 'input.unknown_account', 'config.invalid'])(
    'that is about what somebody typed (%s) keeps its sentence readable, but not its stack',
    (type) => {
      const failure = written(ApplicationFailure.nonRetryable('account must be the subdomain', type));

      expect(failure.message).toBe('account must be the subdomain');
      expect(failure.stackTrace).toBe('');
      expect(read(failure).message).toBe('account must be the subdomain');
    },
  );

  it.each(['bug', 'brevo.rejected', 'gorgias.protocol', undefined])(
    'that may be about a record (%s) says nothing, and everything to whoever has the key',
    (type) => {
      const failure = written(
        ApplicationFailure.create({ message: 'anna@example.com', ...(type === undefined ? {} : { type }) }),
      );

      expect(JSON.stringify({ ...failure, encodedAttributes: null })).not.toContain('anna');
      expect(read(failure).message).toBe('anna@example.com');
    },
  );

  it('of a misspelt query names those that there are', () => {
    const unknown = (sentence: string) => ApplicationFailure.create({ message: sentence, type: 'ReferenceError' });
    const sentence = 'Workflow did not register a handler for progres. Registered queries: [progress]';

    expect(written(unknown(sentence)).message).toBe(sentence);
    expect(written(unknown('anna is not defined')).message).toBe('Encoded failure');
    expect(written(unknown(sentence.replace('progres.', 'anna@example.com.'))).message).toBe('Encoded failure');
  });

  it('of an activity is as readable as its cause', () => {
    const around = (type: string): ActivityFailure =>
      new ActivityFailure(
        'Activity task failed',
        'prepareRun',
        '1',
        'NON_RETRYABLE_FAILURE',
        'a worker',
        ApplicationFailure.nonRetryable('a sentence', type),
      );

    expect(written(around('input.invalid'))).toMatchObject({
      message: 'Activity task failed',
      cause: { message: 'a sentence' },
    });
    expect(written(around('bug'))).toMatchObject({ message: 'Encoded failure', cause: { message: 'Encoded failure' } });
  });
});

describe('what an audit says of itself', () => {
  const begun = {
    account: 'yourstore',
    state: 'running',
    waitingFor: null,
    runId: 'run',
    startedAtMs: 0,
    report: 'a1',
    phase: 'comparing',
    audit: null,
    repair: null,
  } as const;

  it('before it has looked at anybody, it counts nobody', () => {
    expect(auditSentence(begun)).toBe('comparing: the first contacts are being read back');
  });
});
