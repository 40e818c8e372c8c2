import { DOCUMENT, ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Card } from '@ui/card/card';

import { unreachableProblem } from '../http/problem';
import { ProblemPanel } from '../problem-panel/problem-panel';
import { SessionStore } from '../session/session-store';

/** Shown in place of any page while the platform cannot say who is signed in. Trying again loads the wanted address afresh. */
@Component({
  selector: 'app-unreachable',
  imports: [Card, ProblemPanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main id="main" tabindex="-1" class="grid min-h-dvh place-items-center px-4">
      <section uiCard class="w-full max-w-md">
        <h1 class="sr-only">The platform cannot be reached</h1>
        <app-problem-panel [problem]="problem()" (retry)="location.reload()" />
      </section>
    </main>
  `,
})
export class Unreachable {
  readonly #session = inject(SessionStore);
  protected readonly location = inject(DOCUMENT).location;
  protected readonly problem = computed(() => this.#session.problem() ?? unreachableProblem(undefined));
}
