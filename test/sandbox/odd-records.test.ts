import { start } from './gorgias-server';
import { type Json } from './http';

describe('the sandbox Gorgias: odd records', () => {
  it('when a record is to be shown otherwise, shows it so in lists, alone and inside others, until it is cleared', async () => {
    const { world, sandbox, client } = await start();
    const survey = [...world.surveys.values()][0]!;
    const { ticketId, id } = survey;
    sandbox.odd.show('satisfaction-surveys', id, { score: 4.5, customer_id: undefined });
    sandbox.odd.show('tickets', ticketId, { tags: [{ name: null }] });

    const alone = (await client.get(`satisfaction-surveys/${id}`)).json;
    const listed = (await client.walk('satisfaction-surveys?limit=100')).find((row: Json) => row.id === id);
    const ticket = (await client.get(`tickets/${ticketId}`)).json;

    expect(alone).toMatchObject({ id, score: 4.5 });
    expect(alone).not.toHaveProperty('customer_id');
    expect(listed).toEqual(alone);
    expect(ticket).toMatchObject({ tags: [{ name: null }], satisfaction_survey: { score: 4.5 } });

    sandbox.odd.clear();
    expect((await client.get(`satisfaction-surveys/${id}`)).json.customer_id).toBe(survey.customerId);
  });
});
