import { now, start } from './gorgias-server';
import { type Json } from './http';

describe('the sandbox Gorgias: lists', () => {
  it.each([
    ['customers?limit=100&order_by=updated_datetime:asc', 'updated_datetime', 1],
    ['customers?limit=100', 'created_datetime', -1],
    ['tickets?limit=100&order_by=updated_datetime:desc', 'updated_datetime', -1],
    ['tickets?limit=100&order_by=created_datetime:asc', 'created_datetime', 1],
    ['satisfaction-surveys?limit=7&order_by=created_datetime:asc', 'created_datetime', 1],
    ['messages?limit=100&order_by=created_datetime:desc', 'created_datetime', -1],
    ['events?limit=100', 'created_datetime', -1],
  ])('when %s is walked, every row comes once and in order', async (path, field, sign) => {
    const { world, client } = await start();
    const rows = await client.walk(path);
    const expected: Record<string, number> = {
      customers: world.customers.size,
      tickets: world.tickets.size,
      'satisfaction-surveys': 110,
    };
    const key = (row: Json) => {
      const text: string = row[field].replace('+00:00', '');
      return text.length === 19 ? `${text}.000000` : text;
    };

    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.length).toBe(expected[path.split('?')[0] ?? ''] ?? rows.length);
    expect(rows.length).toBeGreaterThan(100);
    for (let index = 1; index < rows.length; index += 1) {
      const [before, after] = [key(rows[index - 1]), key(rows[index])];
      const isTie = before === after && (rows[index].id - rows[index - 1].id) * sign > 0;
      expect(isTie || (sign > 0 ? before < after : before > after)).toBe(true);
    }
  });

  it('when no limit is given 30 rows come, and the cursor is base64 of ["next", value, id] of the last row', async () => {
    const { client } = await start();
    const { json } = await client.get('tickets');
    const last = json.data.at(-1);

    expect(json.data).toHaveLength(30);
    expect(JSON.parse(Buffer.from(json.meta.next_cursor, 'base64').toString())).toEqual([
      'next',
      last.created_datetime.replace('+00:00', ''),
      last.id,
    ]);
    expect(json).toMatchObject({
      object: 'list',
      uri: '/api/tickets?',
      meta: { prev_cursor: null, total_resources: null },
    });
    expect('total_resources' in (await client.get('customers')).json.meta).toBe(false);
  });

  it('when the previous cursor is followed, the page before comes back', async () => {
    const { client } = await start();
    const first = await client.get('customers?limit=10');
    const second = await client.get(`customers?limit=10&cursor=${encodeURIComponent(first.json.meta.next_cursor)}`);
    const back = await client.get(`customers?limit=10&cursor=${encodeURIComponent(second.json.meta.prev_cursor)}`);

    expect(back.json.data).toEqual(first.json.data);
  });

  it('when a ticket changes during an ascending walk, it is met again at the end and none is lost', async () => {
    const { world, client } = await start();
    const oldest = [...world.tickets.values()].sort((a, b) => a.updatedUs - b.updatedUs)[150];
    let pages = 0;
    const rows = await client.walk('tickets?limit=100&order_by=updated_datetime:asc', () => {
      pages += 1;
      if (pages === 1) world.change({ do: 'touchTicket', ticketId: oldest?.id ?? 0 });
    });

    expect(rows.at(-1).id).toBe(oldest?.id);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(world.tickets.size);
  });

  it('when a new row is inserted during a descending walk, the following pages do not shift', async () => {
    const { world, client } = await start();
    const before = [...world.tickets.keys()];
    const [customerId = 0] = world.customers.keys();
    const rows = await client.walk('tickets?limit=50&order_by=created_datetime:desc', () =>
      world.change({ do: 'openTicket', customerId }),
    );

    expect(rows.map(({ id }) => id).sort()).toEqual(before.sort());
  });

  it.each([
    ['an unknown parameter', 'tickets?status=open'],
    ['a limit above 100', 'customers?limit=101'],
    ['a limit of 0', 'customers?limit=0'],
    ['an order it does not have', 'satisfaction-surveys?order_by=updated_datetime:asc'],
    ['a bare usage order', 'tags?order_by=usage:asc'],
    ['a broken cursor', 'tickets?cursor=abc'],
    ['object_type without object_id', 'events?object_type=Ticket'],
    ['custom fields without object_type', 'custom-fields'],
    ['two user_ids', 'events?user_ids=1&user_ids=2'],
    ['an integration type that is no filter', 'integrations?type=email'],
  ])('when the request has %s, it answers 400 with the usual body', async (_what, path) => {
    const { client } = await start();
    const answer = await client.get(path);

    expect(answer.status).toBe(400);
    expect(typeof answer.json.error.msg).toBe('string');
  });

  it('when a cursor is older than its time to live, it answers 400 and a fresh one works', async () => {
    let at = now;
    const { client } = await start({ cursorTtlMs: 60_000, clock: () => at });
    const { json } = await client.get('tickets');
    const next = `tickets?cursor=${encodeURIComponent(json.meta.next_cursor)}`;

    expect((await client.get(next)).status).toBe(200);
    at += 60_001;
    expect((await client.get(next)).status).toBe(400);
    expect((await client.get('tickets')).status).toBe(200);
  });

  it('when trashed tickets are not wanted they stay away, otherwise they are listed', async () => {
    const { world, client } = await start();
    const trashed = [...world.tickets.values()].filter(({ trashedUs }) => trashedUs !== null).length;
    const all = await client.walk('tickets?limit=100');

    expect(trashed).toBeGreaterThan(0);
    expect(all.filter((row) => row.trashed_datetime !== null)).toHaveLength(trashed);
    expect(await client.walk('tickets?limit=100&trashed=false')).toHaveLength(all.length - trashed);
  });
});
