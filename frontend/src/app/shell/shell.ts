import { Dialog } from '@angular/cdk/dialog';
import { DOCUMENT, ChangeDetectionStrategy, Component, DestroyRef, effect, inject, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import {
  LucideBot,
  LucideFlaskConical,
  LucideKeyboard,
  LucideMessageSquare,
  LucideShieldCheck,
  LucideUser,
  LucideWorkflow,
} from '@lucide/angular';
import { Badge } from '@ui/badge/badge';

import { PendingApprovals } from '../domains/approvals/data/pending-approvals';
import { UnreadMessages } from '../domains/chat/data/unread-messages';
import { LiveConnection } from '../live/live-connection';
import { NoticeList } from '../notices/notice-list';
import { Notices } from '../notices/notices';
import { SessionStore } from '../session/session-store';
import { Shortcuts } from '../shortcuts/shortcuts';
import { ConnectionBanner } from './connection-banner';
import { ThemeButton } from './theme-button';

/** The frame around every page of a signed-in user: navigation, connection, notices. It keeps the socket open while it lives. */
@Component({
  selector: 'app-shell',
  imports: [
    Badge,
    ConnectionBanner,
    LucideBot,
    LucideFlaskConical,
    LucideKeyboard,
    LucideMessageSquare,
    LucideShieldCheck,
    LucideUser,
    LucideWorkflow,
    NoticeList,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    ThemeButton,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './shell.html',
})
export class Shell {
  protected readonly session = inject(SessionStore);
  protected readonly pending = inject(PendingApprovals);
  protected readonly unread = inject(UnreadMessages);
  protected readonly shortcuts = inject(Shortcuts);
  readonly #router = inject(Router);
  readonly #dialog = inject(Dialog);
  readonly #document = inject(DOCUMENT);
  readonly #live = inject(LiveConnection);

  constructor() {
    this.#live.open();
    inject(DestroyRef).onDestroy(() => this.#live.close());
    this.pending.refresh();
    this.unread.refresh();
    this.#live.sessionDoubtful.pipe(takeUntilDestroyed()).subscribe(() => void this.session.recheck());
    const notices = inject(Notices);
    this.#live
      .on('system_notification')
      .pipe(takeUntilDestroyed())
      .subscribe(({ level, message }) => notices.show(level, message));
    effect(() => {
      if (this.session.phase() === 'signed-out') untracked(() => this.#leave());
    });
    this.shortcuts.register(
      { keys: '?', label: 'Show keyboard shortcuts', run: () => void this.showShortcuts() },
      { keys: 'g w', label: 'Go to workflows', run: () => void this.#router.navigateByUrl('/workflows') },
      { keys: 'g c', label: 'Go to chat', run: () => void this.#router.navigateByUrl('/chat') },
      { keys: 'g a', label: 'Go to approvals', run: () => void this.#router.navigateByUrl('/approvals') },
    );
  }

  protected async showShortcuts(): Promise<void> {
    const { ShortcutHelp } = await import('../shortcuts/shortcut-help');
    this.#dialog.open(ShortcutHelp, {
      ariaLabelledBy: 'shortcuts-title',
      backdropClass: 'dialog-backdrop',
      width: 'min(26rem, calc(100vw - 2rem))',
    });
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.#document.getElementById('main')?.focus();
  }

  #leave(): void {
    const address = this.#router.url;
    const queryParams = this.session.hasEnded() && address !== '/' ? { return: address } : {};
    void this.#router.navigate(['/login'], { queryParams });
  }
}
