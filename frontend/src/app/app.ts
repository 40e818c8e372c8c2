import { ChangeDetectionStrategy, Component, DOCUMENT, afterNextRender, inject, Injector } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map, pairwise } from 'rxjs';

import { Theme } from './theme/theme';

/** The root: pages, the colour scheme, and the focus that follows from page to page. */
@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<router-outlet />',
})
export class App {
  readonly #document = inject(DOCUMENT);
  readonly #injector = inject(Injector);

  constructor() {
    inject(Theme);
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        map((event) => event.urlAfterRedirects.split('?')[0]),
        pairwise(),
        filter(([before, after]) => before !== after),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.#focusContent());
  }

  /** Keyboard and screen-reader users start at the new page's content, not at the link they left. */
  #focusContent(): void {
    afterNextRender(() => this.#document.getElementById('main')?.focus({ preventScroll: true }), {
      injector: this.#injector,
    });
  }
}
