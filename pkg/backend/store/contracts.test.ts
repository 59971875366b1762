import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditLogContract } from '../app/ports/audit-log.contract.ts';
import { blobStoreContract } from '../app/ports/blob-store.contract.ts';
import type { Clock } from '../app/ports/clock.ts';
import { documentStoreContract } from '../app/ports/document-store.contract.ts';
import { directoryFixture } from '../app/ports/kit.contract.ts';
import { leaseStoreContract } from '../app/ports/lease.contract.ts';
import { transactionsContract } from '../app/ports/transactions.contract.ts';
import { DATABASE_FILE, openStore, type Store } from './open-store.ts';

function sqliteFixture<T>(clock: Clock, pick: (store: Store) => T) {
  return directoryFixture((directory) => openStore({ directory, setting: 'STATE_DIRECTORY', clock }), pick);
}

documentStoreContract('SQLite', async (clock) => sqliteFixture(clock, (store) => store.documents));
auditLogContract('SQLite', async (clock) => sqliteFixture(clock, (store) => store.audit));
leaseStoreContract('SQLite', async (clock) => sqliteFixture(clock, (store) => store.leases));
transactionsContract('SQLite', async (clock) => sqliteFixture(clock, (store) => store));

blobStoreContract('SQLite', async (clock) => {
  const fixture = sqliteFixture(clock, (store) => store.blobs);
  return {
    ...fixture,
    async damage(ctx, key) {
      const file = new DatabaseSync(join(fixture.directory, DATABASE_FILE));
      const select = file.prepare('SELECT bytes FROM blobs WHERE org = ? AND source = ? AND key = ?');
      const bytes = select.get(ctx.org, ctx.source, key)?.['bytes'] as Uint8Array;
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x10;
      file
        .prepare('UPDATE blobs SET bytes = ? WHERE org = ? AND source = ? AND key = ?')
        .run(bytes, ctx.org, ctx.source, key);
      file.close();
    },
  };
});
