import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';

import { Shortcuts } from './shortcuts';

/** The shortcuts that act on the present page. */
@Component({
  selector: 'app-shortcut-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dl class="divide-y divide-border">
      @for (shortcut of shortcuts(); track shortcut.keys) {
        <div class="flex items-center justify-between gap-4 py-1.5">
          <dt>{{ shortcut.label }}</dt>
          <dd class="flex gap-1">
            @for (key of shortcut.parts; track $index) {
              <kbd class="min-w-6 rounded bg-muted px-1.5 py-0.5 text-center font-mono text-xs ring-1 ring-border">{{
                key
              }}</kbd>
            }
          </dd>
        </div>
      }
    </dl>
  `,
})
export class ShortcutList {
  readonly #shortcuts = inject(Shortcuts);
  protected readonly shortcuts = computed(() =>
    this.#shortcuts.registered().map(({ keys, label }) => ({ keys, label, parts: keys.split(' ') })),
  );
}
