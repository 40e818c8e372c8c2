import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Button } from '@ui/button/button';
import { Label, Textarea } from '@ui/field/field';

import type { ConfirmQuestion } from './confirm-question';

/** Asks before something that cannot be undone. Closes with the reason (possibly empty) or, when dismissed, with nothing. */
@Component({
  selector: 'ui-confirm-dialog',
  imports: [Button, Label, Textarea],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block w-full max-w-md rounded-card bg-popover p-5 shadow-xl ring-1 ring-border' },
  template: `
    <h2 id="confirm-title" class="text-base font-semibold">{{ question.title }}</h2>
    <p id="confirm-detail" class="mt-1.5 text-muted-foreground">{{ question.detail }}</p>
    @if (question.reasonLabel) {
      <label uiLabel class="mt-4 mb-1.5" for="confirm-reason">{{ question.reasonLabel }}</label>
      <textarea
        uiTextarea
        id="confirm-reason"
        rows="3"
        maxlength="500"
        [value]="reason()"
        (input)="reason.set($any($event.target).value)"
      ></textarea>
    }
    <div class="mt-5 flex flex-wrap justify-end gap-2">
      <button uiButton type="button" (click)="dialog.close()">{{ question.dismissLabel }}</button>
      <button
        uiButton
        type="button"
        [variant]="question.isDestructive ? 'danger' : 'primary'"
        (click)="dialog.close(reason().trim())"
      >
        {{ question.confirmLabel }}
      </button>
    </div>
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<ConfirmQuestion>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<string>>(DialogRef);
  protected readonly reason = signal('');
}
