import { writeSync } from 'node:fs';
import { generateEncryptionKey, parseEncryptionKey } from '../../src/crypto/encryption-key';
import { createKeyring } from '../../src/crypto/keyring';
import { startPostgres } from '../../src/dev/postgres/start-postgres';
import { openStore } from '../../src/store/open';
import { customer, position } from './records';

/** Prints the process id of its server, then stores page after page and prints the number of each one when it is stored, until it is killed. */
async function main([home = '', from]: readonly string[]): Promise<void> {
  const keyring = createKeyring({ keys: parseEncryptionKey(generateEncryptionKey()) });
  const postgres = await startPostgres({ home });
  writeSync(1, `${postgres.pid}\n`);
  const store = await openStore({ databaseUrl: postgres.databaseUrl, keyring });
  for (let page = Number(from) + 1; ; page += 1) {
    const rows = Array.from({ length: 100 }, (_, index) => customer(page * 100 + index));
    await store.facts.storeCustomers('shop', rows, { position: position('run-1', 'customers', page), markAll: false });
    writeSync(1, `${page}\n`);
  }
}

void main(process.argv.slice(2));
