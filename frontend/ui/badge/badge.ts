import { Directive, computed, input } from '@angular/core';
import { cva } from 'class-variance-authority';
import type { VariantProps } from 'class-variance-authority';

const badgeClass = cva(
  'inline-flex w-fit shrink-0 items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ring-1 ring-inset [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'ring-border text-muted-foreground',
        accent: 'ring-accent/40 text-accent-text',
        warn: 'ring-warn-border text-warn bg-warn-surface',
      },
    },
  },
);

type BadgeVariants = VariantProps<typeof badgeClass>;

/** A short label beside a title or in a row. */
@Directive({ selector: '[uiBadge]', host: { '[class]': 'hostClass()' } })
export class Badge {
  readonly tone = input<NonNullable<BadgeVariants['tone']>>('neutral');

  protected readonly hostClass = computed(() => badgeClass({ tone: this.tone() }));
}
