import { SystemClock } from '@botarmy/chassis';
import type { UploadKind } from '@botarmy/contracts';
import { FakeClock, waitFor } from '@botarmy/testing';

import { docxOf, pdfOf, xlsxOf } from './documents.fixture';
import { MAX_TEXT_BYTES, TextExtractor } from './extract-text';

describe('the text of an upload', () => {
  const extractor = new TextExtractor(new SystemClock(), 60_000);
  const extract = (kind: UploadKind, bytes: Buffer) => extractor.extract(kind, bytes);

  it.each<[UploadKind, Buffer, string]>([
    ['markdown', Buffer.from('# A\r\n\r\nText\u0085'), '# A\n\nText'],
    ['json', Buffer.from('{"a": 1}'), '{"a": 1}'],
    [
      'csv',
      Buffer.from('\uFEFFname,say\nA,"x, ""y"""\nB|C\n'),
      '| name | say |\n| --- | --- |\n| A | x, "y" |\n| B\\|C |  |',
    ],
    ['pdf', pdfOf('First page', 'Second page'), 'First page\n\nSecond page'],
    ['docx', docxOf('First', 'Second'), 'First\n\nSecond\n\n'],
    [
      'xlsx',
      xlsxOf('Prices', [
        ['item', 'price'],
        ['Door', 12.5],
      ]),
      '## Prices\n\n| item | price |\n| --- | --- |\n| Door | 12.5 |',
    ],
  ])('is found in %s', async (kind, bytes, text) => {
    expect(await extract(kind, bytes)).toEqual({ status: 'extracted', text, isCut: false });
  });

  it.each<[UploadKind]>([['zip'], ['gzip']])('is not looked for in %s', async (kind) => {
    expect(await extract(kind, Buffer.from('x'))).toMatchObject({ status: 'none' });
  });

  it.each<[UploadKind, Buffer]>([
    ['pdf', Buffer.from('%PDF-1.4 nothing more')],
    ['docx', Buffer.from('PK no archive')],
    ['xlsx', Buffer.from('PK no archive')],
    ['csv', Buffer.from('a,"never closed')],
    ['markdown', Buffer.from([0xff])],
  ])('is not there when a %s is broken', async (kind, bytes) => {
    expect(await extract(kind, bytes)).toEqual({ status: 'failed', text: '', isCut: false });
  });

  it('is cut where it is too long, between characters', async () => {
    const { text, isCut } = await extract('text', Buffer.from('ä'.repeat(200_000)));
    expect(isCut).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_TEXT_BYTES);
    expect(text).toMatch(/^ä+$/);
  });

  it('is given up when it takes too long, and the thread with it', async () => {
    const clock = new FakeClock();
    const looking = new TextExtractor(clock, 20_000).extract('pdf', pdfOf('a'));
    await waitFor(() => clock.pendingTimers === 1, { describe: 'the time limit' });
    await clock.advance(20_000);
    expect(await looking).toMatchObject({ status: 'failed' });
  });
});
