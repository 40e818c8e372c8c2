import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LucideFileText } from '@lucide/angular';
import { Status } from '@ui/status/status';

import { describeStageStatus, describeTaskStatus } from '../data/statuses';
import type { StageView, WaitingTaskView } from '../data/workflow';

/** Stages in their order with the tasks of each: a row of columns where there is room, a list on a phone. */
@Component({
  selector: 'app-stage-list',
  imports: [LucideFileText, RouterLink, Status],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    <ol class="grid gap-px overflow-hidden bg-border sm:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]">
      @for (stage of stages(); track stage.id) {
        @let status = describeStage(stage.status);
        <li class="relative bg-card px-4 py-3">
          @if (stage.status === 'running' || stage.status === 'waiting_for_human') {
            <span
              aria-hidden="true"
              class="absolute inset-y-0 left-0 w-0.5 sm:inset-x-0 sm:top-0 sm:h-0.5 sm:w-auto"
              [class.bg-accent]="stage.status === 'running'"
              [class.bg-warn]="stage.status === 'waiting_for_human'"
            ></span>
          }
          <div class="flex items-center justify-between gap-2 sm:block">
            <h3 class="font-medium" [class.text-muted-foreground]="stage.status === 'pending'">{{ stage.name }}</h3>
            <ui-status class="sm:mt-0.5" [label]="status.label" [tone]="status.tone" />
          </div>
          <ul class="mt-2 space-y-1.5 text-[0.8125rem]">
            @for (task of stage.tasks; track task.id) {
              @let taskStatus = describeTask(task.status);
              <li class="flex items-start gap-2">
                <span
                  aria-hidden="true"
                  class="mt-[0.4rem] size-1.5 shrink-0 rounded-full"
                  [class.bg-ok]="taskStatus.tone === 'ok'"
                  [class.bg-accent]="taskStatus.tone === 'active'"
                  [class.pulse-dot]="taskStatus.tone === 'active'"
                  [class.bg-warn]="taskStatus.tone === 'warn'"
                  [class.bg-danger]="taskStatus.tone === 'danger'"
                  [class.bg-input]="taskStatus.tone === 'quiet'"
                ></span>
                <span class="min-w-0 flex-1">
                  <span [class.text-muted-foreground]="task.status === 'pending'">{{ task.name }}</span>
                  <span class="sr-only">: {{ taskStatus.label }}</span>
                  @if (task.attempt > 1) {
                    <span class="text-xs whitespace-nowrap text-muted-foreground"> attempt {{ task.attempt }}</span>
                  }
                  @if (waitingOf(task.id); as waits) {
                    <span class="mt-0.5 block text-xs break-words text-muted-foreground"
                      >{{ waits.position === null ? 'Held back' : 'Queued, position ' + waits.position }}:
                      {{ waits.detail }}</span
                    >
                  }
                  @if (task.failure && (task.status === 'failed' || task.status === 'retrying')) {
                    <span class="mt-0.5 block text-xs break-words text-danger-text">{{ task.failure }}</span>
                  }
                </span>
                @if (task.artifact; as artifact) {
                  <a
                    class="-my-0.5 grid size-6 shrink-0 place-items-center rounded text-muted-foreground hover:bg-muted hover:text-foreground"
                    [routerLink]="['/workflows', workflowId(), 'artifacts', artifact.artifact_id]"
                    [title]="artifact.path"
                    [attr.aria-label]="'Open ' + artifact.path"
                    ><svg lucideFileText class="size-3.5"></svg
                  ></a>
                }
              </li>
            }
          </ul>
        </li>
      }
    </ol>
  `,
})
export class StageList {
  readonly stages = input.required<readonly StageView[]>();
  /** Tasks that are due and have no agent yet. */
  readonly waiting = input<readonly WaitingTaskView[]>([]);
  readonly workflowId = input.required<string>();

  protected readonly describeStage = describeStageStatus;
  protected readonly describeTask = describeTaskStatus;

  protected waitingOf(taskId: string): WaitingTaskView | undefined {
    return this.waiting().find(({ task_id: id }) => id === taskId);
  }
}
