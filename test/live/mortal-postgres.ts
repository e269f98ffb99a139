import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { dataFolder } from '../support/data-folder';

/** A Postgres server that goes and comes back, each time elsewhere, behind an address that stays: as a managed one fails over. */
export interface MortalPostgres {
  readonly url: string;
  /** kill -9, then a start that recovers what was written. */
  killAndStart(): Promise<void>;
  /** `restart -m fast`: whoever is connected is told. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The machine is not switched off, so that what was written need not reach a disk; but it has to be written before it is acknowledged, or what
 * was noted half a second before a kill is gone, and an event is told again.
 */
const SETTINGS = { fsync: 'off', max_connections: '100' };

export async function startMortalPostgres(): Promise<MortalPostgres> {
  const home = dataFolder('tajo-mortal-postgres-');
  const start = () => startPostgres({ home, settings: SETTINGS });
  let server = await start();
  const portOf = (): number => Number(new URL(server.databaseUrl).port);
  const door = await openDoor(portOf);
  const url = new URL(server.databaseUrl);
  url.port = String(door.port);
  return {
    url: url.href,
    killAndStart: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await server.stop();
      server = await start();
    },
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      await door.close();
      await server.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** Passes each connection on to where the server is when it comes. */
async function openDoor(portOf: () => number): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    const target = connect(portOf(), '127.0.0.1');
    for (const [one, other] of [
      [socket, target],
      [target, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  return {
    port: (door.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => door.close(closed));
    },
  };
}
