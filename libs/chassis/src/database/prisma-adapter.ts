import { PrismaPg } from '@prisma/adapter-pg';

import type { Database } from './database';

/** Prisma's driver adapter over the service's own pool: same schema, same limits, commits counted as `prisma`. */
export function prismaAdapter(database: Database): PrismaPg {
  return new CountingPrismaPg(database);
}

class CountingPrismaPg extends PrismaPg {
  constructor(private readonly database: Database) {
    // The adapter is compiled against other type definitions of the same driver; at run time there is one.
    const pool = database.pool as unknown as ConstructorParameters<typeof PrismaPg>[0];
    super(pool, { schema: database.schema });
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await startTransaction(isolationLevel);
      const commit = transaction.commit.bind(transaction);
      transaction.commit = async () => {
        await commit();
        this.database.countCommit('prisma');
      };
      return transaction;
    };
    return adapter;
  }
}
