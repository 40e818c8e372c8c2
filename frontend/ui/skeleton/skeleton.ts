import { Directive } from '@angular/core';

/** The shape of something that is being loaded. Size it with classes; hide it from assistive technology and announce the wait once. */
@Directive({
  selector: '[uiSkeleton]',
  host: { class: 'block animate-pulse rounded-md bg-muted', 'aria-hidden': 'true' },
})
export class Skeleton {}
