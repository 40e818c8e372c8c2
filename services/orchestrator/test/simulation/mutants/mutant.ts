import type { Caller } from '@botarmy/contracts';

import type { PersonsRequest } from '../around/people';
import type { StoredMessage } from '../bus/stored-message';
import type { Container } from '../nodes/container';
import type { DatabaseFunction } from '../store/database-function';
import type { StoreHooks } from '../store/database-functions';
import type { Tables } from '../store/tables';

/** Asks another service: the shape that `Asker` and `StreamClient` share. */
export type Ask = (question: never, request: object, caller: Caller, options?: object) => Promise<object>;

/** Functions of the schema by name. */
export type Functions = Record<string, DatabaseFunction>;

/**
 * A bug on purpose: what stands between the real parts and their surroundings, or a real part with one method replaced.
 * The simulation must find every one of them; production code knows nothing of it.
 */
export interface Mutant {
  readonly name: string;
  /** What is wrong, as a reviewer would put it. */
  readonly bug: string;
  readonly append?: (append: StoreHooks['append']) => StoreHooks['append'];
  readonly functions?: (functions: Functions, tables: Tables) => Functions;
  readonly eventIdOf?: (message: StoredMessage) => string;
  readonly ask?: (ask: Ask) => Ask;
  readonly complete?: (complete: Ask) => Ask;
  readonly answersCount?: (status: PersonsRequest['status']) => boolean;
  /** Changes the parts of an orchestrator after they were made. */
  readonly orchestrator?: (parts: Container) => void;
  /** Changes the parts of a runner after they were made. */
  readonly runner?: (parts: Container) => void;
}

/** The code as it is. */
export const NO_MUTANT: Mutant = { name: 'none', bug: '' };
