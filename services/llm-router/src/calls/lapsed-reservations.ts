import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

import { RouterConfig } from '../config';

const AT_ONCE = 200;

/** Frees what calls hold whose owner gave no sign of life for a lease. */
@Injectable()
export class LapsedReservations {
  private releasing: Promise<number> | undefined;

  constructor(
    private readonly database: Database,
    private readonly config: RouterConfig,
  ) {}

  /** How many calls held something that is free now; those who ask at once share the answer. */
  release(): Promise<number> {
    this.releasing ??= this.releaseOnce().finally(() => (this.releasing = undefined));
    return this.releasing;
  }

  private async releaseOnce(): Promise<number> {
    // A plain statement: looking is no commit.
    const { rows: looked } = await this.database.query<{ lapsed: boolean }>('SELECT has_lapsed($1) AS lapsed', [
      this.config.CALL_LEASE_MS,
    ]);
    if (looked[0]?.lapsed !== true) return 0;
    const rows = await this.database.call<{ released: number }>('release_lapsed', this.config.CALL_LEASE_MS, AT_ONCE);
    return rows[0]?.released ?? 0;
  }
}
