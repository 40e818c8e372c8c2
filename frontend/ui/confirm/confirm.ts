import { Dialog } from '@angular/cdk/dialog';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { ConfirmDialog } from './confirm-dialog';
import type { ConfirmQuestion } from './confirm-question';

/** Opens a modal question and waits for the answer. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  readonly #dialog = inject(Dialog);

  /** The trimmed reason (empty when none was asked for or given), or undefined when the question was dismissed. */
  async ask(question: ConfirmQuestion): Promise<string | undefined> {
    const opened = this.#dialog.open<string>(ConfirmDialog, {
      data: question,
      role: question.isDestructive === true ? 'alertdialog' : 'dialog',
      ariaLabelledBy: 'confirm-title',
      ariaDescribedBy: 'confirm-detail',
      backdropClass: 'dialog-backdrop',
      width: 'min(28rem, calc(100vw - 2rem))',
    });
    return await firstValueFrom(opened.closed);
  }
}
