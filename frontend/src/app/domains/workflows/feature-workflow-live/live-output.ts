import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal } from '@angular/core';

import { Markdown } from '../../../markdown/markdown';
import { StickToEnd } from '../../../scrolling/stick-to-end';
import { isFinished } from '../data/workflow';
import { WorkflowLiveStore } from './workflow-live-store';

/** What an agent writes while it writes it; afterwards the last text stays until another begins. */
@Component({
  selector: 'app-live-output',
  imports: [Markdown, StickToEnd],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    @if (store.openTurns().length > 1) {
      <div class="flex gap-1 overflow-x-auto px-4 pb-2" role="group" aria-label="Whose output to show">
        @for (turn of store.openTurns(); track turn.taskId) {
          <button
            type="button"
            class="h-7 shrink-0 rounded-md px-2.5 text-[0.8125rem] font-medium text-muted-foreground aria-pressed:bg-muted aria-pressed:text-foreground"
            [attr.aria-pressed]="turn.taskId === shown()?.taskId"
            (click)="chosenTask.set(turn.taskId)"
          >
            {{ store.names().agent(turn.agentId) }}
          </button>
        }
      </div>
    }
    @if (shown(); as turn) {
      <div class="flex flex-wrap items-center gap-x-2 gap-y-0.5 px-4 pb-2 text-[0.8125rem] text-muted-foreground">
        <span>{{ store.names().agent(turn.agentId) }} · {{ store.names().task(turn.taskId) }}</span>
        @if (turn.attempt > 1) {
          <span>attempt {{ turn.attempt }}</span>
        }
        @if (turn.turn > 1) {
          <span>revision {{ turn.turn }}</span>
        }
        <span class="ml-auto text-xs" [class.text-accent-text]="turn.isOpen">{{
          turn.isOpen ? 'writing…' : 'finished'
        }}</span>
      </div>
      <div
        appStickToEnd
        class="max-h-112 min-h-40 overflow-y-auto border-t border-border px-4 py-3 -outline-offset-2"
        tabindex="0"
        role="region"
        aria-label="Text being written"
      >
        @if (turn.offset > 0) {
          <p class="mb-3 text-[0.8125rem] text-muted-foreground">
            The beginning was written before anybody watched. The finished document has it.
          </p>
        }
        <app-markdown [text]="turn.text" [headingOffset]="2" />
      </div>
    } @else {
      <p class="px-4 pt-2 pb-8 text-center text-muted-foreground">{{ idleText() }}</p>
    }
  `,
})
export class LiveOutput {
  protected readonly store = inject(WorkflowLiveStore);
  /** The task picked among several; given up when its turn ends. */
  protected readonly chosenTask = linkedSignal<string | undefined, string | undefined>({
    source: () =>
      this.store
        .openTurns()
        .map((turn) => turn.taskId)
        .join(' '),
    computation: (_open, previous) =>
      this.store.openTurns().some((turn) => turn.taskId === previous?.value) ? previous?.value : undefined,
  });
  protected readonly shown = computed(() => {
    const open = this.store.openTurns();
    return open.find((turn) => turn.taskId === this.chosenTask()) ?? open.at(-1) ?? this.store.turns().at(-1);
  });
  protected readonly idleText = computed(() => {
    const status = this.store.workflow()?.status;
    if (status === undefined) return '';
    if (isFinished(status)) return 'Nothing is being written any more. The documents hold the results.';
    if (status === 'waiting_for_human') return 'The agents wait for an approval.';
    if (status === 'paused') return 'The workflow is paused.';
    return 'The next agent is about to begin.';
  });
}
