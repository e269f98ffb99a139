import { anna, start } from './brevo-server';

const mail = { templateId: 12, to: [{ email: 'a@example.com' }], headers: { idempotencyKey: 'k-1' } };

/** brevo-api.md 0: since May 2026 the code no longer tells. */
describe.each([
  ['parameter', 'duplicate_parameter'],
  ['invalid', 'invalid_parameter'],
] as const)('with duplicates in the style "%s"', (duplicateStyle, code) => {
  it('when an identifier is somebody else’s, the code is the style’s, the text and the metadata are the same', async () => {
    const { client } = await start({ duplicateStyle });
    await client.post('/contacts', anna);
    await client.post('/contacts', { email: 'b@example.com' });
    const attributes = { SMS: anna.attributes.SMS };
    const answers = [
      await client.post('/contacts', { email: anna.email }),
      await client.post('/contacts', { email: 'c@example.com', attributes }),
      await client.put('/contacts/b%40example.com', { attributes }),
    ];

    expect(answers.map(({ status, json }) => [status, json.code, json.metadata.duplicate_identifiers])).toEqual([
      [400, code, ['email']],
      [400, code, ['SMS']],
      [400, code, ['SMS']],
    ]);
    for (const { json } of answers) expect(json.message).toMatch(/is already associated with another Contact$/);
  });

  it('when a mail is repeated with its key, the code is the style’s and the text names the key', async () => {
    const { client, sandbox } = await start({ duplicateStyle });
    await client.post('/smtp/email', mail);
    const repeated = await client.post('/smtp/email', mail);

    expect({ status: repeated.status, json: repeated.json }).toEqual({
      status: 400,
      json: { code, message: 'idempotencyKey already used' },
    });
    expect(sandbox.state.mails()).toHaveLength(1);
  });
});

describe('the style of duplicates', () => {
  it('when it is switched while Brevo runs, the next refusal has it; without a word it is the older one', async () => {
    const { client, sandbox } = await start();
    await client.post('/smtp/email', mail);

    expect((await client.post('/smtp/email', mail)).json.code).toBe('duplicate_parameter');
    sandbox.switches.duplicateStyle = 'invalid';
    expect((await client.post('/smtp/email', mail)).json.code).toBe('invalid_parameter');
  });
});
