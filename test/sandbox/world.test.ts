import { createWorld } from '../../packages/sandbox/world/world';

const now = Date.parse('2026-09-01T00:00:00Z');
const size = { now, customers: 500, tickets: 1_000, surveys: 120 };
const dump = (world: ReturnType<typeof createWorld>) =>
  JSON.stringify([[...world.customers.values()], [...world.tickets.values()], [...world.surveys.values()]]);

describe('the made-up world', () => {
  it('when it is built twice from one seed, both are the same to the last byte', () => {
    expect(dump(createWorld({ ...size, seed: 7 }))).toBe(dump(createWorld({ ...size, seed: 7 })));
    expect(dump(createWorld({ ...size, seed: 7 }))).not.toBe(dump(createWorld({ ...size, seed: 8 })));
  });

  it('when sizes are asked for, exactly so many records are listed and the past ends before now', () => {
    const world = createWorld(size);

    expect({
      worldCustomersSize: world.customers.size,
      worldTicketsSize: world.tickets.size,
      worldSurveysSize: world.surveys.size,
    }).toEqual({ worldCustomersSize: 500, worldTicketsSize: 1_000, worldSurveysSize: 120 });
    for (const { createdUs, updatedUs } of [...world.customers.values(), ...world.tickets.values()]) {
      expect(updatedUs).toBeGreaterThanOrEqual(createdUs);
      expect(updatedUs).toBeLessThan(now * 1_000);
    }
    for (const survey of world.surveys.values()) expect(survey.scoredUs ?? 0).toBeLessThan(now * 1_000);
  });

  it('when oddities are on, every awkward kind of record exists', () => {
    const { customers, tickets, state } = createWorld(size);
    const people = [...customers.values()];
    const threads = [...tickets.values()];
    const phones = people
      .flatMap(({ channels }) => channels.map(({ address }) => address))
      .filter((phone) => phone.startsWith('+1'));

    expect(people.some(({ email }) => email === null)).toBe(true);
    expect(people.some(({ email }) => email !== null && email !== email.toLowerCase())).toBe(true);
    expect(people.some(({ name }) => name === null) && people.some(({ name }) => name === '')).toBe(true);
    expect(people.some(({ channels }) => channels.some(({ address }) => address === 'call me'))).toBe(true);
    expect(new Set(phones).size).toBeLessThan(phones.length);
    expect(threads.some(({ spam }) => spam) && threads.some(({ trashedUs }) => trashedUs !== null)).toBe(true);
    expect(threads.some(({ status, snoozeUs }) => status === 'closed' && (snoozeUs ?? 0) > now * 1_000)).toBe(true);
    expect(threads.some(({ agentFirst }) => agentFirst)).toBe(true);
    expect(state.mergedCustomers.size * state.deletedCustomers.size * state.mergedTickets.size).toBeGreaterThan(0);
  });

  it('when surveys are many, some outlive their ticket and some are scored weeks late', () => {
    const { surveys, tickets } = createWorld({ ...size, customers: 800, tickets: 2_000, surveys: 700 });
    const late = [...surveys.values()].filter(
      ({ sentUs, scoredUs }) => (scoredUs ?? 0) - (sentUs ?? 0) > 14 * 86_400e6,
    );

    expect([...surveys.values()].some(({ ticketId }) => !tickets.has(ticketId))).toBe(true);
    expect(late.length).toBeGreaterThan(0);
  });

  it('when activity is limited, exactly so many customers and messages fall into the last year', () => {
    const world = createWorld({ ...size, active: { customers: 75, messages: 400 } });
    const yearAgo = (now - 365 * 86_400_000) * 1_000;
    const active = [...world.tickets.values()].filter(({ updatedUs }) => updatedUs >= yearAgo);
    const messages = [...world.tickets.keys()]
      .flatMap((id) => world.messagesOf(id))
      .filter(({ createdUs }) => createdUs >= yearAgo);

    expect(new Set(active.map(({ customerId }) => customerId)).size).toBe(75);
    expect(messages).toHaveLength(400);
    expect(new Set(messages.map(({ ticketId }) => world.tickets.get(ticketId)?.customerId)).size).toBe(75);
  });

  it('when messages are derived, they are in order, the customer or an agent begins, and rules, bots and notes occur', () => {
    const world = createWorld(size);
    const kinds = new Set<string>();
    for (const ticket of world.tickets.values()) {
      const messages = world.messagesOf(ticket.id);
      messages.forEach(({ kind }) => kinds.add(kind));
      expect(messages[0]?.kind).toBe(ticket.agentFirst ? 'agent' : 'customer');
      expect(messages.map(({ createdUs }) => createdUs)).toEqual(
        messages.map(({ createdUs }) => createdUs).sort((a, b) => a - b),
      );
    }
    expect([...kinds].sort()).toEqual(['agent', 'bot', 'customer', 'note', 'rule']);
  });

  it('when what happened is repeated in a new world, both end the same', () => {
    const first = createWorld(size);
    const [customer] = first.customers.values();
    const ticketId = first.change({ do: 'openTicket', customerId: customer?.id ?? 0, subject: 'Lost parcel' });
    first.change({ do: 'closeTicket', ticketId });
    first.change({ do: 'scoreSurvey', ticketId, score: 2, comment: 'slow' });
    first.change({ do: 'addTag', ticketId, tag: 'brand new tag' });

    const again = createWorld({ ...size, happened: JSON.parse(JSON.stringify(first.happened)) });

    expect(dump(again)).toBe(dump(first));
    expect(again.happened).toEqual(first.happened);
  });

  it('when a change names a record that is not there, it is refused and nothing is recorded', () => {
    const world = createWorld(size);

    expect(() => world.change({ do: 'closeTicket', ticketId: 1 })).toThrow('the sandbox has no ticket 1');
    expect(world.happened).toHaveLength(0);
  });

  it('when customers merge twice, the survivor is found through the chain', () => {
    const world = createWorld(size);
    const [one = 0, two = 0, three = 0] = world.customers.keys();
    const moved = [...world.tickets.values()].filter(({ customerId }) => customerId === one).map(({ id }) => id);

    world.change({ do: 'mergeCustomers', sourceId: one, targetId: two });
    world.change({ do: 'mergeCustomers', sourceId: two, targetId: three });

    expect(world.survivorOf(one)).toBe(three);
    expect(moved.length).toBeGreaterThan(0);
    for (const id of moved) expect(world.tickets.get(id)?.customerId).toBe(three);
  });

  it('when a canary is set, it is in every name, e-mail, note, subject, comment and message', () => {
    const world = createWorld({ ...size, canary: { person: 'Zq9Canary' } });
    const words: (string | null)[] = [];
    for (const { email, name, firstname, lastname, note, channels } of world.customers.values()) {
      const written = channels.map(({ address }) => address).filter((address) => !/^\+\d{9,}$/.test(address));
      words.push(email, name, firstname, lastname, note, ...written);
    }
    for (const { id } of world.tickets.values()) words.push(world.subjectOf(id));
    for (const { comment } of world.surveys.values()) words.push(comment);
    const texts = words.filter((word): word is string => word !== null && word !== '');

    expect(texts.length).toBeGreaterThan(2_000);
    for (const text of texts) expect(text.toLowerCase()).toContain('zq9canary');
  });

  it('when the seed of the benchmark is built, it takes less than three seconds of CPU', () => {
    const before = process.cpuUsage();
    const world = createWorld({ now, customers: 14_200, tickets: 28_600, surveys: 3_400 });
    const { user, system } = process.cpuUsage(before);

    expect({
      worldCustomersSize: world.customers.size,
      worldTicketsSize: world.tickets.size,
      worldSurveysSize: world.surveys.size,
    }).toEqual({ worldCustomersSize: 14_200, worldTicketsSize: 28_600, worldSurveysSize: 3_400 });
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });
});
