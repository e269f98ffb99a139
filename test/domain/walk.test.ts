import fc from 'fast-check';
import { ConnectorError } from '../../src/domain/errors/connector-error';
import { advance, fractionWalked, passBy, restart, startWalk, type Walk } from '../../src/domain/sync/walk';
import { type Timestamp, timestampOf } from '../../src/domain/timestamp';

interface Row {
  readonly id: number;
  at: number;
}

const stamp = (at: number): Timestamp => timestampOf(at * 1_000);

/** A keyset-paged list like Gorgias': the cursor names the last row of the page by sort value and id. */
function pageOf(rows: readonly Row[], walk: Walk, limit: number): { rows: Row[]; nextCursor: string | null } {
  const sign = walk.direction === 'asc' ? 1 : -1;
  const sorted = [...rows].sort((a, b) => sign * (a.at === b.at ? a.id - b.id : a.at - b.at));
  const after = walk.cursor === null ? null : (JSON.parse(walk.cursor) as [number, number]);
  const rest = sorted.filter(
    (row) => after === null || sign * (row.at === after[0] ? row.id - after[1] : row.at - after[0]) > 0,
  );
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ ...row })),
    nextCursor: rest.length > limit ? JSON.stringify([last!.at, last!.id]) : null,
  };
}

function step(walk: Walk, rows: readonly Row[], limit: number): { walk: Walk; met: Row[] } {
  const page = pageOf(rows, walk, limit);
  const sortValues = page.rows.map((row) => stamp(row.at));
  return { walk: advance(walk, { sortValues, nextCursor: page.nextCursor }), met: page.rows };
}

describe('a walk through a cursor list', () => {
  it('when rows change while pages are read, meets every row in its newest state', () => {
    const list = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
    const touches = fc.array(fc.nat({ max: 59 }), { maxLength: 40 });
    fc.assert(
      fc.property(list, touches, fc.integer({ min: 1, max: 7 }), (times, touched, limit) => {
        const rows: Row[] = times.map((at, id) => ({ id, at }));
        let clock = 100;
        let walk = startWalk(stamp(clock));
        const known = new Map<number, number>();
        const queue = [...touched];
        while (!walk.done) {
          const stepped = step(walk, rows, limit);
          walk = stepped.walk;
          for (const row of stepped.met) known.set(row.id, row.at);
          const row = rows[queue.pop() ?? -1];
          if (row !== undefined && !walk.done) row.at = clock += 1;
        }
        for (const row of rows) expect(known.get(row.id)).toBe(row.at);
      }),
    );
  });

  it('when cursors expire at any page, still meets every row in its newest state', () => {
    const list = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        list,
        fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 4 }),
        fc.nat({ max: 59 }),
        (times, expiries, touched) => {
          const rows: Row[] = times.map((at, id) => ({ id, at }));
          let clock = 100;
          let walk = startWalk(stamp(clock));
          const known = new Map<number, number>();
          for (let page = 0; !walk.done; page += 1) {
            if (expiries.includes(page) && walk.cursor !== null) {
              walk = restart(walk, stamp((clock += 1)));
              const row = rows[touched];
              if (row !== undefined) row.at = clock += 1;
            }
            const stepped = step(walk, rows, 3);
            walk = stepped.walk;
            for (const row of stepped.met) known.set(row.id, row.at);
          }
          for (const row of rows) expect(known.get(row.id)).toBe(row.at);
        },
      ),
    );
  });

  it('after an expired cursor reads only the rest, not the whole list again', () => {
    const rows: Row[] = Array.from({ length: 100 }, (_, id) => ({ id, at: id }));
    let walk = startWalk(stamp(1_000));
    for (let page = 0; page < 8; page += 1) walk = step(walk, rows, 10).walk;
    walk = restart(walk, stamp(1_001));
    let pages = 0;
    while (!walk.done) {
      walk = step(walk, rows, 10).walk;
      pages += 1;
    }
    expect(pages).toBeLessThanOrEqual(5);
  });

  it('with a start date stops at the first row that is older', () => {
    const rows: Row[] = Array.from({ length: 100 }, (_, id) => ({ id, at: id }));
    let walk = startWalk(stamp(1_000), stamp(75));
    const met = new Set<number>();
    while (!walk.done) {
      const stepped = step(walk, rows, 10);
      walk = stepped.walk;
      for (const row of stepped.met) met.add(row.id);
    }
    expect(walk.pages).toBe(3);
    for (let id = 75; id < 100; id += 1) expect(met).toContain(id);
  });

  it('when an account changes faster than it is read, ends anyway', () => {
    let clock = 1_000;
    let walk = startWalk(stamp(clock));
    let pages = 0;
    while (!walk.done) {
      walk = advance(walk, { sortValues: [stamp((clock += 1))], nextCursor: `cursor-${String(clock)}` });
      pages += 1;
    }
    expect(pages).toBeLessThanOrEqual(21);
  });

  it.each([
    [
      'the same cursor comes again',
      [
        { sortValues: [stamp(1)], nextCursor: 'a' },
        { sortValues: [stamp(2)], nextCursor: 'a' },
      ],
    ],
    [
      'the list goes back in time (a cursor to an earlier page)',
      [
        { sortValues: [stamp(1), stamp(5)], nextCursor: 'a' },
        { sortValues: [stamp(1), stamp(5)], nextCursor: 'b' },
      ],
    ],
    [
      'new cursors come without rows',
      Array.from({ length: 12 }, (_, page) => ({ sortValues: [], nextCursor: `c${String(page)}` })),
    ],
  ])('when %s, stops with gorgias.cursor_loop', (_case, pages) => {
    const walkThrough = (): Walk => pages.reduce((walk, page) => advance(walk, page), startWalk(stamp(100)));
    expect(walkThrough).toThrow(expect.objectContaining({ code: 'gorgias.cursor_loop' }));
  });

  it.each([
    ['asc', null],
    ['desc', stamp(0)],
  ] as const)(
    '%s: when cursors lead in a circle and all rows have one date, ends, however long it is',
    (_way, since) => {
      for (const [before, length] of [2, 3, 4, 7, 50].flatMap((long) =>
        [0, 1, 9].map((first) => [first, long] as const),
      )) {
        let [walk, pages] = [startWalk(stamp(100), since), 0];
        const next = (): void => {
          const at = pages < before ? pages : before + ((pages - before) % length);
          walk = advance(walk, { sortValues: [stamp(5)], nextCursor: `c${String(at)}` });
          pages += 1;
          if (pages > 1_000) throw new Error('it goes on');
        };
        expect(() => {
          for (;;) next();
        }).toThrow(expect.objectContaining({ code: 'gorgias.cursor_loop' }));
        expect(pages).toBeLessThanOrEqual(3 * (before + length) + 3);
        // The other end is another pass: its cursors are its own.
        expect(() =>
          advance(restart(walk, stamp(100)), { sortValues: [stamp(5)], nextCursor: walk.cursor }),
        ).not.toThrow();
      }
    },
  );

  it('takes rows that do not tell where they stand for rows, and for nothing else', () => {
    const up = advance(startWalk(stamp(100)), { sortValues: [null, stamp(5), null], nextCursor: 'a' });
    expect(up).toMatchObject({ position: stamp(5), first: stamp(5), rows: 3 });
    expect(advance(up, { sortValues: [null, null], nextCursor: 'b' })).toMatchObject({ position: stamp(5), rows: 5 });

    const down = advance(startWalk(stamp(100), stamp(50)), { sortValues: [stamp(90), null], nextCursor: 'a' });
    expect(down).toMatchObject({ reached: stamp(90), done: false });
    expect(advance(down, { sortValues: [null, stamp(49)], nextCursor: 'b' }).done).toBe(true);
  });

  it('with pages of nothing but unreadable rows goes on', () => {
    let walk = startWalk(stamp(100));
    for (let page = 0; page < 30; page += 1)
      walk = advance(walk, { sortValues: [null], nextCursor: `c${String(page)}` });
    expect(walk).toMatchObject({ done: false, rows: 30 });
  });

  it('with a row that cannot be fetched meets all others, from both ends', () => {
    const poison = fc.nat({ max: 29 });
    fc.assert(
      fc.property(poison, fc.integer({ min: 1, max: 7 }), (bad, limit) => {
        const rows: Row[] = Array.from({ length: 30 }, (_, id) => ({ id, at: id }));
        const met = new Set<number>();
        let walk = startWalk(stamp(1_000));
        for (let requests = 0; !walk.done && requests < 200; requests += 1) {
          // Smaller and smaller, down to the row alone.
          let size = limit;
          while (size >= 1 && pageOf(rows, walk, size).rows.some(({ id }) => id === bad)) size = Math.floor(size / 2);
          if (size < 1) {
            walk = passBy(walk, stamp(2_000));
            continue;
          }
          const stepped = step(walk, rows, size);
          walk = stepped.walk;
          for (const { id } of stepped.met) met.add(id);
        }
        expect(walk.done).toBe(true);
        expect([...met].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id).filter((id) => id !== bad));
      }),
    );
  });

  it('when cursors keep expiring, says so instead of turning for ever', () => {
    const turn = (): Walk => {
      let walk = startWalk(stamp(1));
      for (let turns = 0; turns < 100; turns += 1) walk = restart(walk, stamp(turns));
      return walk;
    };
    expect(turn).toThrow(ConnectorError);
  });

  it('tells roughly how far it is by the rows’ times', () => {
    let walk = startWalk(stamp(100));
    expect(fractionWalked(walk)).toBeNull();
    walk = advance(walk, { sortValues: [stamp(0), stamp(25)], nextCursor: 'a' });
    expect(fractionWalked(walk)).toBeCloseTo(0.25);
    walk = advance(walk, { sortValues: [stamp(99)], nextCursor: null });
    expect(fractionWalked(walk)).toBe(1);
  });
});
