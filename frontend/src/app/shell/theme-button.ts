import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucideMoon, LucideSun } from '@lucide/angular';

import { Theme } from '../theme/theme';

/** Switches between light and dark; "same as the device" is chosen under Account. */
@Component({
  selector: 'app-theme-button',
  imports: [LucideMoon, LucideSun],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="grid size-9 place-items-center rounded-md text-muted-foreground hover:bg-muted hover:text-foreground md:size-8"
      [attr.aria-label]="theme.isDark() ? 'Use light colours' : 'Use dark colours'"
      [title]="theme.isDark() ? 'Use light colours' : 'Use dark colours'"
      (click)="theme.choose(theme.isDark() ? 'light' : 'dark')"
    >
      @if (theme.isDark()) {
        <svg lucideSun class="size-4"></svg>
      } @else {
        <svg lucideMoon class="size-4"></svg>
      }
    </button>
  `,
})
export class ThemeButton {
  protected readonly theme = inject(Theme);
}
