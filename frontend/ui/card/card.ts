import { Directive } from '@angular/core';

/** A surface with a hairline ring. */
@Directive({ selector: '[uiCard]', host: { class: 'block rounded-card bg-card ring-1 ring-border' } })
export class Card {}

/** The title row of a card. */
@Directive({
  selector: '[uiCardHeader]',
  host: { class: 'flex min-h-11 items-center justify-between gap-3 px-4 py-2' },
})
export class CardHeader {}

/** The heading inside a card's title row; the element chooses the level. */
@Directive({ selector: '[uiCardTitle]', host: { class: 'text-[0.8125rem] leading-5 font-semibold' } })
export class CardTitle {}
