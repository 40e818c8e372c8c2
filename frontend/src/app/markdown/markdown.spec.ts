import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';

import { GrowingMarkdown } from './growing-markdown';
import { Markdown } from './markdown';
import { renderMarkdown } from './render-markdown';
import { finishedLength } from './split-blocks';

describe('rendered markdown', () => {
  it('shows raw HTML as text', () => {
    const html = renderMarkdown('before <img src=x onerror=alert(1)>\n\n<script>alert(2)</script>', 1);
    expect(html).not.toMatch(/<(img|script)/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('&lt;script&gt;');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', '/api/auth/logout', '#part'])(
    'does not link to %s',
    (href) => {
      expect(renderMarkdown(`[text](${href})`, 1)).toBe('<p>text</p>\n');
    },
  );

  it('links to the web and to mail without handing over the window', () => {
    expect(renderMarkdown('[site](https://example.org/?a=1&b="2")', 1)).toContain('rel="noopener noreferrer"');
    expect(renderMarkdown('[mail](mailto:a@example.org)', 1)).toContain('href="mailto:a@example.org"');
  });

  it('turns images into their description', () => {
    const html = renderMarkdown('![plan](https://example.org/p.png) ![](data:image/png;base64,x)', 1);
    expect(html).not.toContain('<img');
    expect(html).toContain('>Image: plan</a>');
    expect(html).toContain(' Image</p>');
  });

  it('moves headings below those of the page and keeps their look', () => {
    expect(renderMarkdown('# A\n\n##### B', 2)).toBe('<h3 class="h1">A</h3>\n<h6 class="h4">B</h6>\n');
  });

  it('makes wide tables and code reachable by keyboard', () => {
    expect(renderMarkdown('| a |\n| :-: |\n| **b** |', 1)).toContain('<td align="center"><strong>b</strong></td>');
    expect(renderMarkdown('| a |\n|---|\n| b |', 1)).toContain('tabindex="0" role="group" aria-label="Table"');
    expect(renderMarkdown('```ts\na < b\n```', 1)).toBe('<pre tabindex="0"><code>a &lt; b</code></pre>\n');
  });

  it('writes task lists without controls', () => {
    expect(renderMarkdown('- [x] done\n- [ ] open', 1)).toMatch(/☑ done[\s\S]*☐ open/);
  });
});

describe('the finished part of a growing text', () => {
  it.each([
    ['ends before the paragraph that is being written', 'one\n\ntwo', 5],
    ['ends before a heading', 'one\n\n# two\ntext', 5],
    ['waits where a line may yet become a list item', 'one\n\n-', 0],
    ['does not end inside a fence', '```\na\n\nb\n\nc', 0],
    ['ends after a closed fence', '```\na\n\nb\n```\n\nc', 14],
    ['keeps a longer fence open over a shorter one', '````\n```\n\nb', 0],
    ['does not cut a list into two', '- one\n\n- two\n\n  more', 0],
    ['does not cut a numbered list', '1. one\n\n2. two', 0],
    ['does not cut before an indented line', 'one\n\n    code', 0],
    ['is nothing while there is one block', 'one\ntwo', 0],
  ])('%s', (_name, text, length) => {
    expect(finishedLength(text, 0)).toBe(length);
  });

  it('keeps finished blocks as they are while the text grows, and starts over with another text', () => {
    const growing = new GrowingMarkdown(1);
    const first = growing.render('# A\n\nbe');
    const second = growing.render('# A\n\nbegin\n\nmore');
    expect(first).toHaveLength(2);
    expect(second[0]).toBe(first[0]);
    expect(second).toHaveLength(3);
    expect(growing.render('other')).toEqual(['<p>other</p>\n']);
    expect(growing.render('')).toEqual([]);
  });

  it('gives the same document in pieces as at once', () => {
    const text = '# T\n\nIntro\n\n- a\n\n- b\n\n```\nx\n\ny\n```\n\n| a |\n|---|\n| b |\n\nEnd';
    const growing = new GrowingMarkdown(1);
    let blocks: readonly string[] = [];
    for (let length = 1; length <= text.length; length += 1) blocks = growing.render(text.slice(0, length));
    expect(blocks.join('')).toBe(renderMarkdown(text, 1));
  });
});

describe('the markdown component', () => {
  it('renders at once, then at most once per frame', async () => {
    const render = jest.spyOn(GrowingMarkdown.prototype, 'render');
    const fixture = TestBed.createComponent(Markdown);
    const write = (text: string): void => {
      fixture.componentRef.setInput('text', text);
      fixture.detectChanges();
    };
    write('# One');
    expect(fixture.nativeElement.textContent).toContain('One');
    expect(render).toHaveBeenCalledTimes(1);
    write('# One\n\ntwo');
    write('# One\n\ntwo three');
    write('# One\n\ntwo three four');
    expect(render).toHaveBeenCalledTimes(1);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await fixture.whenStable();
    expect(render).toHaveBeenCalledTimes(2);
    expect(fixture.nativeElement.textContent).toContain('two three four');
    render.mockRestore();
  });
});
