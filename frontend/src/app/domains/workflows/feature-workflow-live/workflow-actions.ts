import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucideBan, LucidePause, LucidePlay } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Confirm } from '@ui/confirm/confirm';

import { SessionStore } from '../../../session/session-store';
import { isFinished } from '../data/workflow';
import { WorkflowLiveStore } from './workflow-live-store';

/** Pause, resume and cancel: only what the workflow's status allows, and only for those whose role does. */
@Component({
  selector: 'app-workflow-actions',
  imports: [Button, LucideBan, LucidePause, LucidePlay],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'flex flex-wrap gap-2' },
  template: `
    @if (session.can('operator')) {
      @if (canResume()) {
        <button uiButton type="button" variant="primary" [disabled]="isBusy()" (click)="resume()">
          <svg lucidePlay></svg> {{ store.pendingCommand() === 'resume' ? 'Resuming…' : 'Resume' }}
        </button>
      } @else if (canPause()) {
        <button uiButton type="button" [disabled]="isBusy()" (click)="pause()">
          <svg lucidePause></svg> {{ store.pendingCommand() === 'pause' ? 'Pausing…' : 'Pause' }}
        </button>
      }
      @if (canCancel()) {
        <button uiButton type="button" [disabled]="isBusy()" (click)="cancel()">
          <svg lucideBan></svg> {{ store.pendingCommand() === 'cancel' ? 'Cancelling…' : 'Cancel' }}
        </button>
      }
    }
  `,
})
export class WorkflowActions {
  protected readonly store = inject(WorkflowLiveStore);
  protected readonly session = inject(SessionStore);
  readonly #confirm = inject(Confirm);

  readonly #status = computed(() => this.store.workflow()?.status);
  protected readonly isBusy = computed(() => this.store.pendingCommand() !== null);
  protected readonly canResume = computed(() => this.#status() === 'paused');
  protected readonly canCancel = computed(() => {
    const status = this.#status();
    return status !== undefined && !isFinished(status);
  });
  protected readonly canPause = computed(() => this.canCancel() && !this.canResume());

  protected async pause(): Promise<void> {
    const answer = await this.#confirm.ask({
      title: 'Pause this workflow?',
      detail: 'The agent at work finishes its attempt first. You can resume at any time.',
      confirmLabel: 'Pause',
      dismissLabel: 'Keep running',
    });
    if (answer !== undefined) await this.store.give('pause');
  }

  protected async resume(): Promise<void> {
    const answer = await this.#confirm.ask({
      title: 'Resume this workflow?',
      detail: 'The agents go on where they stopped.',
      confirmLabel: 'Resume',
      dismissLabel: 'Stay paused',
    });
    if (answer !== undefined) await this.store.give('resume');
  }

  protected async cancel(): Promise<void> {
    const reason = await this.#confirm.ask({
      title: 'Cancel this workflow?',
      detail: 'It cannot be resumed afterwards. Documents stored so far stay readable.',
      confirmLabel: 'Cancel the workflow',
      dismissLabel: 'Keep it',
      isDestructive: true,
      reasonLabel: 'Reason (optional)',
    });
    if (reason !== undefined) await this.store.give('cancel', reason);
  }
}
