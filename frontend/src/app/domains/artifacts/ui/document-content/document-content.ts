import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { Markdown } from '../../../../markdown/markdown';

/** A document as people read it: markdown rendered, JSON indented, anything else as it is. */
@Component({
  selector: 'app-document-content',
  imports: [Markdown],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    @if (content().trim() === '') {
      <p class="text-muted-foreground">This document is empty.</p>
    } @else if (isMarkdown()) {
      <app-markdown [text]="content()" [headingOffset]="headingOffset()" />
    } @else {
      <pre tabindex="0" class="overflow-x-auto font-mono text-[0.8125rem] leading-5">{{ plainText() }}</pre>
    }
  `,
})
export class DocumentContent {
  readonly content = input.required<string>();
  /** File name or path; its ending decides how the document is shown. */
  readonly path = input.required<string>();
  readonly headingOffset = input(1);

  protected readonly isMarkdown = computed(() => /\.(md|markdown)$/i.test(this.path()));
  protected readonly plainText = computed(() =>
    this.path().endsWith('.json') ? indent(this.content()) : this.content(),
  );
}

function indent(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
