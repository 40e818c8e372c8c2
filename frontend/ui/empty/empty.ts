import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** What a list says when it has nothing: a sentence, an explanation and, projected, the next step. */
@Component({
  selector: 'ui-empty',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'flex flex-col items-center justify-center gap-2 px-6 py-12 text-center' },
  template: `
    <span class="text-muted-foreground [&_svg]:size-6" aria-hidden="true"><ng-content select="svg" /></span>
    <p class="font-medium">{{ title() }}</p>
    <p class="max-w-prose text-muted-foreground">{{ detail() }}</p>
    <ng-content />
  `,
})
export class Empty {
  readonly title = input.required<string>();
  readonly detail = input.required<string>();
}
