import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { LucideRefreshCw, LucideTriangleAlert } from '@lucide/angular';
import { Button } from '@ui/button/button';

import type { Problem } from '../http/problem';

/** What could not be loaded and why, with the way to try again. */
@Component({
  selector: 'app-problem-panel',
  imports: [Button, LucideRefreshCw, LucideTriangleAlert],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'flex flex-col items-center gap-2 px-6 py-10 text-center', role: 'alert' },
  template: `
    <svg lucideTriangleAlert class="size-6 text-danger-text"></svg>
    <p class="font-medium">{{ problem().title }}</p>
    <p class="max-w-prose text-muted-foreground">{{ problem().detail }}</p>
    <div class="mt-2 flex flex-wrap justify-center gap-2">
      <ng-content />
      @if (canRetry()) {
        <button uiButton type="button" (click)="retry.emit()"><svg lucideRefreshCw></svg> Try again</button>
      }
    </div>
  `,
})
export class ProblemPanel {
  readonly problem = input.required<Problem>();
  readonly canRetry = input(true);
  readonly retry = output();
}
