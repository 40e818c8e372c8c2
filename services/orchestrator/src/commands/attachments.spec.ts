import type { ReadUploadTextReply, UploadView } from '@botarmy/contracts';

import { attachmentPath, withAttachments } from './attachments';

const attached = (name: string, text: string, is_cut = false): ReadUploadTextReply => ({
  upload: { name } as UploadView,
  text,
  is_cut,
});

describe('a brief with uploads', () => {
  it('stays what it is without them', () => {
    expect(withAttachments('# Shop\n', [])).toBe('# Shop\n');
  });

  it('has each text between fences that nothing inside can close', () => {
    const text = withAttachments('# Shop\n', [
      attached('a.md', 'one'),
      attached('b `#`.md', 'x\n````\n# Not mine\n', true),
    ]);
    expect(text).toMatch(/^# Shop\n\n# Attached files\n/);
    expect(text).toContain('## a.md\n\n```text\none\n```\n');
    expect(text).toContain('.md (beginning)\n\n`````text\nx\n````\n# Not mine\n`````\n');
  });

  it('is refused when the texts are too long together', () => {
    expect(
      withAttachments('', [attached('a.md', 'x'.repeat(200_000)), attached('b.md', 'y'.repeat(200_000))]),
    ).toBeUndefined();
  });

  it.each([
    ['plan.docx', 'inputs/1-plan.docx.md'],
    ['Größe und Übersicht.pdf', 'inputs/1-Gr-e-und-bersicht.pdf.md'],
    ['..', 'inputs/1-upload.md'],
    ['漢字', 'inputs/1-upload.md'],
  ])('keeps %s under %s', (name, path) => {
    expect(attachmentPath(0, name)).toBe(path);
  });
});
