import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';

interface PartRow extends Record<string, unknown> {
  readonly from_line: number;
  readonly lines: string[];
}

/** The import a workflow came from. */
export interface ImportOrigin extends Record<string, unknown> {
  readonly import_id: string;
  /** Id of the run where it ran. */
  readonly imported_from: string;
}

/** Reads what arrived of bundles, one part at a time. */
@Injectable()
export class ImportParts {
  constructor(private readonly database: Database) {}

  /** Undefined for a workflow that ran here, and for one the tenant does not have. */
  async originOf(tenantId: string, workflowId: string): Promise<ImportOrigin | undefined> {
    const [row] = await this.database.call<ImportOrigin>('import_of', tenantId, workflowId);
    return row;
  }

  /** The lines of an import from one on, each with its number, the manifest included. */
  async *lines(tenantId: string, importId: string, from = 0): AsyncGenerator<readonly [number, string]> {
    let at = from;
    for (;;) {
      const [part] = await this.database.call<PartRow>('import_part_from', tenantId, importId, at);
      if (part === undefined) return;
      for (const line of part.lines) yield [at++, line];
    }
  }
}
