import { DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Button } from '@ui/button/button';

import { ShortcutList } from './shortcut-list';

/** The dialog under `?`. */
@Component({
  selector: 'app-shortcut-help',
  imports: [Button, ShortcutList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block w-full rounded-card bg-popover p-5 shadow-xl ring-1 ring-border' },
  template: `
    <h2 id="shortcuts-title" class="text-base font-semibold">Keyboard shortcuts</h2>
    <app-shortcut-list class="mt-3 block" />
    <p class="mt-3 text-muted-foreground">They can be turned off under Account.</p>
    <div class="mt-5 flex justify-end">
      <button uiButton type="button" (click)="dialog.close()">Close</button>
    </div>
  `,
})
export class ShortcutHelp {
  protected readonly dialog = inject(DialogRef);
}
