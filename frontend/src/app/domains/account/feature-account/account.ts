import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { LucideLogOut } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Card, CardHeader, CardTitle } from '@ui/card/card';

import { SessionStore } from '../../../session/session-store';
import { ShortcutList } from '../../../shortcuts/shortcut-list';
import { Shortcuts } from '../../../shortcuts/shortcuts';
import { Theme } from '../../../theme/theme';

const abilities = {
  viewer: 'You can follow workflows and read documents and approvals.',
  operator: 'You can also start, pause, resume and cancel workflows.',
  approver: 'You can also answer approvals.',
  admin: 'You can do everything on this console.',
  owner: 'You can do everything on this console.',
} as const;

/** Who is signed in, how the console looks and acts for them, and the way out. */
@Component({
  selector: 'app-account',
  imports: [Button, Card, CardHeader, CardTitle, LucideLogOut, ShortcutList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './account.html',
})
export class Account {
  protected readonly session = inject(SessionStore);
  protected readonly theme = inject(Theme);
  protected readonly shortcuts = inject(Shortcuts);
  readonly #router = inject(Router);

  protected readonly isLeaving = signal(false);
  protected readonly abilities = abilities;
  protected readonly themes = [
    { value: 'system', label: 'Same as the device' },
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
  ] as const;

  protected async signOut(): Promise<void> {
    this.isLeaving.set(true);
    try {
      await this.session.logOut();
    } finally {
      await this.#router.navigateByUrl('/login');
    }
  }
}
