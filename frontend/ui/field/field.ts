import { Directive } from '@angular/core';

const control =
  'w-full rounded-md bg-background px-3 text-base sm:text-sm ring-1 ring-inset ring-input placeholder:text-muted-foreground ' +
  'aria-invalid:ring-danger disabled:opacity-50';

/** A one-line text control. */
@Directive({ selector: 'input[uiInput]', host: { class: `h-10 sm:h-9 ${control}` } })
export class Input {}

/** A native select. */
@Directive({ selector: 'select[uiSelect]', host: { class: `chevron h-10 appearance-none pr-9 sm:h-9 ${control}` } })
export class Select {}

/** A text control of several lines. */
@Directive({ selector: 'textarea[uiTextarea]', host: { class: `block min-h-24 resize-y py-2 leading-6 ${control}` } })
export class Textarea {}

/** The visible name of a control. */
@Directive({ selector: 'label[uiLabel], legend[uiLabel]', host: { class: 'block text-[0.8125rem] font-medium' } })
export class Label {}

/** Why a control's value is refused; the control points at it with `aria-describedby`. */
@Directive({ selector: '[uiFieldError]', host: { class: 'text-[0.8125rem] text-danger-text' } })
export class FieldError {}
