/** The part of a Prisma transaction client this needs. */
export interface TenantTransaction {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

/** The part of a Prisma client this needs. */
export interface TransactionalClient<TTransaction> {
  $transaction<TResult>(
    fn: (transaction: TTransaction) => Promise<TResult>,
    options?: { maxWait?: number; timeout?: number },
  ): Promise<TResult>;
}

/** A busy machine makes a transaction wait for its connection; that alone is no reason to fail. Milliseconds. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

/**
 * Runs `fn` in one Prisma transaction in which row-level security shows one tenant's rows; `'*'` shows all.
 * The setting ends with the transaction. Use only the transaction that `fn` receives.
 */
export async function inTenant<TTransaction extends TenantTransaction, TResult>(
  prisma: TransactionalClient<TTransaction>,
  tenantId: string,
  fn: (transaction: TTransaction) => Promise<TResult>,
): Promise<TResult> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT set_config('botarmy.tenant', ${tenantId}, true)`;
    return fn(transaction);
  }, PATIENCE);
}
