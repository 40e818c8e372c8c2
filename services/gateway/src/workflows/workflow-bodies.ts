import { Count, Flag, OneOf, Text } from '@botarmy/contracts';

/** Query of `POST /api/workflows/{workflow_id}/pause`. */
export class PauseWorkflowQuery {
  @OneOf(['safe-point', 'immediate'], { optional: true }) mode?: 'safe-point' | 'immediate';
}

/** Body of `POST /api/workflows/{workflow_id}/cancel`. */
export class CancelWorkflowBody {
  @Text({ max: 500, optional: true }) reason?: string;
  /** False: at once, whatever the process says undoes its work. */
  @Flag({ optional: true }) compensate?: boolean;
}

/** Query of `GET /api/workflows/{workflow_id}/events`. */
export class WorkflowEventsQuery {
  @Count({ optional: true }) after_seq?: number;
  @Count({ min: 1, max: 500, optional: true }) limit?: number;
}

/** Query of `GET /api/workflows/{workflow_id}/artifacts`. */
export class WorkflowArtifactsQuery {
  @Count({ min: 1, max: 200, optional: true }) limit?: number;
  @Text({ max: 128, optional: true }) cursor?: string;
}
