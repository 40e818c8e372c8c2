import { ListOf, Text, WhatIfModel } from '@botarmy/contracts';

/** Body of `POST /api/workflows/{workflow_id}/what-if`: what is to be different. */
export class WhatIfBody {
  @ListOf(() => WhatIfModel, { maxItems: 50, optional: true }) models?: WhatIfModel[];
  /** Version or content hash of the process. */
  @Text({ min: 1, max: 64, optional: true }) process_version?: string;
  /** The text of a process that was not published. */
  @Text({ min: 1, max: 262_144, optional: true }) definition?: string;
}
