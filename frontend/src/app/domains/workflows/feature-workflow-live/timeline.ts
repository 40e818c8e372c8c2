import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Button } from '@ui/button/button';

import { InstantPipe, TimeOfDayPipe } from '../../../format/format-pipes';
import { describeEvent } from '../data/describe-event';
import { WorkflowLiveStore } from './workflow-live-store';

/** What happened, newest first. */
@Component({
  selector: 'app-timeline',
  imports: [Button, InstantPipe, TimeOfDayPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    <div
      class="max-h-112 overflow-y-auto -outline-offset-2"
      tabindex="0"
      role="group"
      aria-label="Events, newest first"
    >
      <ol class="px-4 pb-3">
        @for (entry of entries(); track entry.seq) {
          <li class="relative flex gap-3 pb-3 last:pb-0">
            <span class="relative mt-1.5 flex w-2 shrink-0 justify-center" aria-hidden="true">
              <span
                class="size-2 rounded-full"
                [class.bg-ok]="entry.tone === 'ok'"
                [class.bg-accent]="entry.tone === 'active'"
                [class.bg-warn]="entry.tone === 'warn'"
                [class.bg-danger]="entry.tone === 'danger'"
                [class.bg-input]="entry.tone === 'quiet'"
              ></span>
              <span class="absolute top-3.5 -bottom-4 w-px bg-border" [class.hidden]="$last"></span>
            </span>
            <div class="min-w-0 flex-1">
              <p class="break-words">{{ entry.title }}</p>
              @if (entry.detail) {
                <p class="text-[0.8125rem] break-words text-muted-foreground">{{ entry.detail }}</p>
              }
            </div>
            <time
              class="shrink-0 pt-0.5 text-xs text-muted-foreground"
              [attr.datetime]="entry.occurredAt"
              [title]="entry.occurredAt | instant"
              >{{ entry.occurredAt | timeOfDay }}</time
            >
          </li>
        } @empty {
          <li class="py-6 text-center text-muted-foreground">Nothing has happened yet.</li>
        }
      </ol>
      @if (store.hasEarlier()) {
        <div class="pb-4 text-center">
          <button
            uiButton
            type="button"
            size="small"
            [disabled]="store.isLoadingEarlier()"
            (click)="store.readEarlier()"
          >
            {{ store.isLoadingEarlier() ? 'Loading…' : 'Show earlier events' }}
          </button>
        </div>
      }
    </div>
  `,
})
export class Timeline {
  protected readonly store = inject(WorkflowLiveStore);
  protected readonly entries = computed(() => {
    const names = this.store.names();
    return this.store
      .events()
      .map((event) => ({ seq: event.seq, occurredAt: event.occurred_at, ...describeEvent(event, names) }))
      .reverse();
  });
}
