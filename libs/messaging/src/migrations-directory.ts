import { join } from 'node:path';

/** Folder with the migrations of outbox, inbox and dead letters; applied to every storing service's schema before its own. */
export const MESSAGING_MIGRATIONS_DIRECTORY = join(__dirname, '..', 'prisma', 'migrations');
