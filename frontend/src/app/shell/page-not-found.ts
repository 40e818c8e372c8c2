import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LucideSearchX } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Empty } from '@ui/empty/empty';

/** An address that leads nowhere. */
@Component({
  selector: 'app-page-not-found',
  imports: [Button, Card, Empty, LucideSearchX, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1 class="sr-only">Page not found</h1>
    <section uiCard>
      <ui-empty title="This page does not exist" detail="The address may be mistyped, or what it named is gone.">
        <svg lucideSearchX></svg>
        <a uiButton class="mt-2" routerLink="/workflows">Go to workflows</a>
      </ui-empty>
    </section>
  `,
})
export class PageNotFound {}
