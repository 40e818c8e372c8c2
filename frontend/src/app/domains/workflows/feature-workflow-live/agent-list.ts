import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Progress } from '@ui/progress/progress';
import { Status } from '@ui/status/status';

import { describeAgentStatus } from '../data/statuses';
import type { WorkflowAgentView } from '../data/workflow';

/** What each agent does and how far it is. */
@Component({
  selector: 'app-agent-list',
  imports: [Progress, Status],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    <ul class="divide-y divide-border">
      @for (agent of agents(); track agent.id) {
        @let status = describe(agent.status);
        <li class="px-4 py-2.5">
          <div class="flex items-center justify-between gap-3">
            <span class="min-w-0 truncate font-medium">{{ agent.name }}</span>
            <ui-status [label]="status.label" [tone]="status.tone" />
          </div>
          <div class="mt-1.5 flex items-center gap-3">
            <ui-progress
              class="flex-1"
              [value]="agent.progress_percent"
              [label]="'Progress of ' + agent.name"
              [tone]="agent.status === 'failed' ? 'danger' : agent.status === 'paused' ? 'quiet' : 'accent'"
            />
            <span class="w-10 text-right text-xs whitespace-nowrap text-muted-foreground" aria-hidden="true"
              >{{ agent.progress_percent }} %</span
            >
          </div>
          @if (agent.current_task) {
            <p class="mt-1 truncate text-xs text-muted-foreground" [title]="agent.current_task">
              {{ agent.current_task }}
            </p>
          }
        </li>
      } @empty {
        <li class="px-4 py-6 text-center text-muted-foreground">This process names no agents.</li>
      }
    </ul>
  `,
})
export class AgentList {
  readonly agents = input.required<readonly WorkflowAgentView[]>();

  protected readonly describe = describeAgentStatus;
}
