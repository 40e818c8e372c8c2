import { Directive, computed, input } from '@angular/core';
import { cva } from 'class-variance-authority';
import type { VariantProps } from 'class-variance-authority';

const buttonClass = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors select-none ' +
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-foreground hover:bg-accent/90',
        outline: 'ring-1 ring-inset ring-border bg-card hover:bg-muted',
        ghost: 'text-muted-foreground hover:bg-muted hover:text-foreground',
        danger: 'bg-danger text-danger-foreground hover:bg-danger/90',
      },
      size: {
        small: 'h-7 px-2.5 text-[0.8125rem]',
        medium: 'h-9 px-3.5 text-sm sm:h-8 sm:px-3',
        icon: 'size-9 sm:size-8',
      },
    },
  },
);

type ButtonVariants = VariantProps<typeof buttonClass>;

/** Look of a button or of a link that acts like one; behaviour stays the element's own. */
@Directive({ selector: 'button[uiButton], a[uiButton]', host: { '[class]': 'hostClass()' } })
export class Button {
  readonly variant = input<NonNullable<ButtonVariants['variant']>>('outline');
  readonly size = input<NonNullable<ButtonVariants['size']>>('medium');

  protected readonly hostClass = computed(() => buttonClass({ variant: this.variant(), size: this.size() }));
}
