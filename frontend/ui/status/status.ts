import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** How a status reads at a glance; the words always say the same. */
export type StatusTone = 'ok' | 'active' | 'warn' | 'danger' | 'quiet';

/** A dot and a word. */
@Component({
  selector: 'ui-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'inline-flex items-center gap-1.5 whitespace-nowrap text-xs font-medium' },
  template: `
    <span
      aria-hidden="true"
      class="size-2 shrink-0 rounded-full"
      [class.bg-ok]="tone() === 'ok'"
      [class.bg-accent]="tone() === 'active'"
      [class.pulse-dot]="tone() === 'active'"
      [class.bg-warn]="tone() === 'warn'"
      [class.bg-danger]="tone() === 'danger'"
      [class.quiet]="tone() === 'quiet'"
    ></span>
    <span [class.text-muted-foreground]="tone() === 'quiet'">{{ label() }}</span>
  `,
  styles: `
    .quiet {
      box-shadow: inset 0 0 0 1.5px var(--muted-foreground);
    }
  `,
})
export class Status {
  readonly tone = input.required<StatusTone>();
  readonly label = input.required<string>();
}
