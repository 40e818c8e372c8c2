import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { LucideHistory } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Confirm } from '@ui/confirm/confirm';

import { SessionStore } from '../../../session/session-store';
import { isFinished } from '../data/workflow';
import { WorkflowLiveStore } from './workflow-live-store';

/** Says which documents are outdated, and lets operators have them written again. */
@Component({
  selector: 'app-stale-notice',
  imports: [Button, LucideHistory],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    @if (stale().length > 0) {
      <div
        class="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card bg-warn-surface px-4 py-3 ring-1 ring-warn-border"
        role="region"
        aria-label="Outdated documents"
      >
        <svg lucideHistory class="size-5 shrink-0 text-warn"></svg>
        <p class="min-w-0 flex-1 basis-48 break-words">
          <strong class="font-semibold">{{
            stale().length === 1 ? '1 document is outdated:' : stale().length + ' documents are outdated:'
          }}</strong>
          {{ paths() }}. {{ cause() }}
        </p>
        @if (canRerun()) {
          <button uiButton type="button" [disabled]="store.pendingCommand() !== null" (click)="rerun()">
            {{ store.pendingCommand() === 'rerun-stale' ? 'Starting…' : 'Write them again' }}
          </button>
        }
      </div>
    }
  `,
})
export class StaleNotice {
  protected readonly store = inject(WorkflowLiveStore);
  readonly #session = inject(SessionStore);
  readonly #confirm = inject(Confirm);

  protected readonly stale = computed(() => this.store.workflow()?.stale ?? []);
  protected readonly paths = computed(() =>
    this.stale()
      .map(({ path }) => path)
      .join(', '),
  );
  protected readonly cause = computed(() => {
    const changes = this.stale().map(
      ({ changed_path: path, changed_version: version }) => `${path} (version ${version})`,
    );
    return `Changed since: ${[...new Set(changes)].join(', ')}.`;
  });
  protected readonly canRerun = computed(() => {
    const status = this.store.workflow()?.status;
    return this.#session.can('operator') && status !== undefined && !isFinished(status);
  });

  protected async rerun(): Promise<void> {
    const count = this.stale().length;
    const answer = await this.#confirm.ask({
      title: count === 1 ? 'Write the outdated document again?' : `Write ${count} outdated documents again?`,
      detail: 'The agents do exactly these tasks again, from the newest versions. This asks models again and costs.',
      confirmLabel: 'Write again',
      dismissLabel: 'Leave as they are',
    });
    if (answer !== undefined) await this.store.give('rerun-stale');
  }
}
