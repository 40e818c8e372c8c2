import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Database, Problem } from '@botarmy/chassis';
import { estimateRun as estimateRunQuestion, EstimateRunRequest } from '@botarmy/contracts';
import type { Caller, EstimateRunReply, ShareInside } from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { RunHistories } from '../run-history/run-history';
import { RuntimeSettings } from '../settings/runtime-settings';
import { ProcessVariants } from '../what-if/process-variants';
import { estimateRun } from './estimate-run';
import { ModelProspects } from './model-prospects';

const DEFAULT_PROCESS = 'sdlc';

/** Says before a start what it will take. */
@Controller()
export class EstimateController {
  constructor(
    private readonly catalogue: ProcessCatalogue,
    private readonly variants: ProcessVariants,
    private readonly prospects: ModelProspects,
    private readonly histories: RunHistories,
    private readonly database: Database,
    private readonly settings: RuntimeSettings,
  ) {}

  @Answers(estimateRunQuestion)
  async estimate(@Payload() request: EstimateRunRequest, @AskedBy() caller: Caller): Promise<EstimateRunReply> {
    const { tenant_id, role } = caller;
    const { workflow_type = DEFAULT_PROCESS, project_brief = '' } = request;
    const usual = await this.catalogue.current(tenant_id, workflow_type);
    if (usual === undefined) throw this.unknownProcess();
    const process = await this.variants.find(request, usual, tenant_id);
    const prospects = await this.prospects.of(process, project_brief, tenant_id);
    const isSimulated = prospects.some(({ simulated }) => simulated);
    const [history, [record]] = await Promise.all([
      this.histories.read(tenant_id, process.name, isSimulated),
      this.database.call<ShareInside & Record<string, unknown>>(
        'estimate_records',
        tenant_id,
        process.name,
        isSimulated,
      ),
    ]);
    const { estimates = 0, duration_inside = 0, cost_inside = 0 } = record ?? {};
    const calibration = { estimates, duration_inside, cost_inside };
    const parallel = this.settings.parallelExecution(tenant_id);
    return estimateRun({ process, parallel, history, prospects, calibration, role });
  }

  private unknownProcess(): Problem {
    const known = this.catalogue.all().map(({ name }) => name);
    return new Problem({
      status: 422,
      code: 'unknown-process',
      title: 'Unknown process',
      detail: `There is no process of this name. Set workflow_type to one of: ${known.join(', ')}.`,
    });
  }
}
