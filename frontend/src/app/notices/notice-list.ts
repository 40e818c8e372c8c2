import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucideCircleAlert, LucideInfo, LucideTriangleAlert, LucideX } from '@lucide/angular';

import { Notices } from './notices';

/** Where notices stand: announced politely, out of the way of the phone's navigation. */
@Component({
  selector: 'app-notice-list',
  imports: [LucideCircleAlert, LucideInfo, LucideTriangleAlert, LucideX],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    class:
      'pointer-events-none fixed inset-x-3 bottom-20 z-40 flex flex-col items-end gap-2 sm:right-4 sm:bottom-4 sm:left-auto sm:w-96',
    role: 'status',
    'aria-label': 'Notices',
  },
  template: `
    @for (notice of notices.shown(); track notice.id) {
      <div
        class="pointer-events-auto flex w-full items-start gap-2.5 rounded-lg bg-popover py-2.5 pr-1.5 pl-3 shadow-lg ring-1 ring-border [&_svg]:size-4"
      >
        <span class="mt-0.5 shrink-0">
          @switch (notice.level) {
            @case ('error') {
              <svg lucideCircleAlert class="text-danger-text"></svg>
            }
            @case ('warning') {
              <svg lucideTriangleAlert class="text-warn"></svg>
            }
            @default {
              <svg lucideInfo class="text-accent-text"></svg>
            }
          }
        </span>
        <p class="min-w-0 flex-1 break-words">{{ notice.message }}</p>
        <button
          type="button"
          class="grid size-6 shrink-0 place-items-center rounded-md text-muted-foreground hover:text-foreground"
          aria-label="Dismiss notice"
          (click)="notices.dismiss(notice.id)"
        >
          <svg lucideX></svg>
        </button>
      </div>
    }
  `,
})
export class NoticeList {
  protected readonly notices = inject(Notices);
}
