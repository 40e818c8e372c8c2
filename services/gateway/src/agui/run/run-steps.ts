import { EventType } from '@ag-ui/core';
import type { AGUIEvent } from '@ag-ui/core';

import type { WorkflowEventView } from '@botarmy/contracts';

/** Events that bring a stage to its end. */
const ENDS = new Set(['stage-completed', 'stage-skipped']);

/** The stages of the workflow as steps of the run. */
export class RunSteps {
  private readonly open = new Set<string>();

  constructor(private readonly emit: (event: AGUIEvent) => void) {}

  /** Announces the stages that are under way when the run begins. */
  announce(): void {
    for (const stepName of this.open) this.emit({ type: EventType.STEP_STARTED, stepName });
  }

  take({ type, data }: WorkflowEventView): void {
    const { stage_id } = data;
    if (typeof stage_id !== 'string') return;
    if (type === 'stage-started' && !this.open.has(stage_id)) {
      this.open.add(stage_id);
      this.emit({ type: EventType.STEP_STARTED, stepName: stage_id });
    }
    if (ENDS.has(type) && this.open.delete(stage_id)) {
      this.emit({ type: EventType.STEP_FINISHED, stepName: stage_id });
    }
  }

  endAll(): void {
    for (const stepName of this.open) this.emit({ type: EventType.STEP_FINISHED, stepName });
    this.open.clear();
  }
}
