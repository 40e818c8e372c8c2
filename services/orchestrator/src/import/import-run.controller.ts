import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Database } from '@botarmy/chassis';
import { createId, importRun, ImportRunRequest } from '@botarmy/contracts';
import type { Caller, ImportRunReply } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { bundleProblem, partOutOfOrder, refusedBundle, unknownImport } from './import-problems';
import { LandRun, LARGEST_IMPORT } from './land-run';

interface KeptPart extends Record<string, unknown> {
  readonly outcome: 'kept' | 'repeated' | 'gap' | 'too-large' | 'ended' | 'unknown';
  readonly received: number;
  readonly workflow_id: string | null;
}

/** Takes runs that ran elsewhere. */
@Controller()
export class ImportRunController {
  constructor(
    private readonly runs: LandRun,
    private readonly database: Database,
  ) {}

  @Answers(importRun)
  async take(
    @Payload() { import_id, from_line, lines }: ImportRunRequest,
    @AskedBy() caller: Caller,
  ): Promise<ImportRunReply> {
    const { tenant_id, user_id } = caller;
    const isFirst = import_id === undefined;
    const id = import_id ?? createId('wf');
    const [kept] = await this.database.call<KeptPart>(
      'keep_import_part',
      tenant_id,
      id,
      isFirst,
      user_id,
      from_line,
      lines,
      LARGEST_IMPORT,
    );
    if (kept === undefined || kept.outcome === 'unknown') throw unknownImport();
    const { outcome, received, workflow_id } = kept;
    if (outcome === 'gap') throw partOutOfOrder(received);
    if (outcome === 'too-large') {
      await this.database.call('drop_import', tenant_id, id);
      throw refusedBundle('bundle-too-large', `A bundle may hold ${LARGEST_IMPORT} characters; this one has more.`);
    }
    if (outcome === 'ended') return { import_id: id, received, status: 'imported', workflow_id };
    if (lines.at(-1)?.startsWith('{"kind":"manifest"') !== true)
      return { import_id: id, received, status: 'receiving', workflow_id: null };
    try {
      return { import_id: id, received, status: 'imported', workflow_id: await this.runs.land(id, caller) };
    } catch (error) {
      const problem = bundleProblem(error);
      if (problem !== error || (problem as { status?: unknown }).status === 422)
        await this.database.call('drop_import', tenant_id, id);
      throw problem;
    }
  }
}
