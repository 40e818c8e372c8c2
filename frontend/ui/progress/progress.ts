import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { BrnProgress, BrnProgressIndicator } from '@spartan-ng/brain/progress';

/** A bar from 0 to 100 per cent. `label` names what is progressing. */
@Component({
  selector: 'ui-progress',
  imports: [BrnProgress, BrnProgressIndicator],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <brn-progress
      class="block h-1.5 overflow-hidden rounded-full bg-muted"
      [value]="bounded()"
      [attr.aria-label]="label()"
      [attr.aria-valuetext]="bounded() + ' %'"
    >
      <brn-progress-indicator
        class="block h-full origin-left rounded-full transition-transform duration-300"
        [class.bg-accent]="tone() === 'accent'"
        [class.bg-ok]="tone() === 'ok'"
        [class.bg-danger]="tone() === 'danger'"
        [class.bg-muted-foreground]="tone() === 'quiet'"
        [style.transform]="'scaleX(' + bounded() / 100 + ')'"
      />
    </brn-progress>
  `,
})
export class Progress {
  readonly value = input.required<number>();
  readonly label = input.required<string>();
  readonly tone = input<'accent' | 'ok' | 'danger' | 'quiet'>('accent');

  protected readonly bounded = computed(() => Math.max(0, Math.min(100, Math.round(this.value()))));
}
