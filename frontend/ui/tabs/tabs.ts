import { Directive } from '@angular/core';
import { BrnTabsContent, BrnTabsList, BrnTabsTrigger } from '@spartan-ng/brain/tabs';

/** The row of tabs. */
@Directive({
  selector: '[uiTabsList]',
  hostDirectives: [BrnTabsList],
  host: { class: 'flex max-w-full gap-1 overflow-x-auto' },
})
export class TabsList {}

/** One tab. */
@Directive({
  selector: 'button[uiTab]',
  hostDirectives: [{ directive: BrnTabsTrigger, inputs: ['brnTabsTrigger: uiTab'] }],
  host: {
    class:
      'h-8 shrink-0 rounded-md px-3 text-[0.8125rem] font-medium whitespace-nowrap text-muted-foreground hover:text-foreground ' +
      'aria-selected:bg-muted aria-selected:text-foreground -outline-offset-2',
  },
})
export class Tab {}

/** What a tab shows. */
@Directive({
  selector: '[uiTabPanel]',
  hostDirectives: [{ directive: BrnTabsContent, inputs: ['brnTabsContent: uiTabPanel'] }],
  host: { class: 'block' },
})
export class TabPanel {}
