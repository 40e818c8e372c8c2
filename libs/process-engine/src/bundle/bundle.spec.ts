import { RecordedRun } from '../replay/recorded-run.fixture';
import { replayRun } from '../replay/replay-run';
import { sdlc } from '../workflow/story.fixture';
import { BundleError } from './bundle-error';
import { BundleReader } from './bundle-reader';
import { bundleOf } from './bundle-text';

const record = new RecordedRun(sdlc).play();
const lines = [...bundleOf(record)];

function read(all: readonly string[], limit?: number): ReturnType<BundleReader['end']> {
  const reader = new BundleReader(limit);
  for (const line of all) reader.push(line);
  return reader.end();
}

function codeOf(all: readonly string[], limit?: number): string {
  try {
    read(all, limit);
    return 'taken';
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    expect(error.message).not.toBe('');
    return error.code;
  }
}

describe('a bundle', () => {
  it('gives back the run, which replays to the same bytes', () => {
    const again = read(lines);
    expect(again).toEqual(record);
    expect(replayRun(again)).toMatchObject({ byte_equal: true });
    expect([...bundleOf(again)]).toEqual(lines);
  });

  it('holds long texts in pieces', () => {
    const [id, document] = [...record.documents][0] ?? [];
    if (id === undefined || document === undefined) throw new Error('no document');
    const text = 'Long. '.repeat(100_000);
    const long = { ...record, documents: new Map([[id, { ...document, text }]]) };
    const all = [...bundleOf(long)];
    expect(all.filter((line) => line.includes('"kind":"document"'))).toHaveLength(10);
    expect(read(all).documents.get(id)?.text).toBe(text);
  });

  const at = (kind: string): number => lines.findIndex((line) => line.includes(`"kind":"${kind}"`));
  const changed = (index: number, from: RegExp, to: string): string[] =>
    lines.map((line, other) => (other === index ? line.replace(from, to) : line));

  it.each([
    ['an answer was changed', () => changed(at('call'), /"text":"/, '"text":"x'), 'bundle-tampered'],
    ['a document was changed', () => changed(at('document'), /"text":"/, '"text":"x'), 'bundle-tampered'],
    ['a call was left out', () => lines.filter((_line, index) => index !== at('call')), 'bundle-tampered'],
    ['the process was changed', () => changed(1, /sequential/, 'parallel  '), 'bundle-tampered'],
    ['there is something behind the manifest', () => [...lines, '{"kind":"event"}'], 'bundle-tampered'],
    ['an event was left out', () => lines.filter((_line, index) => index !== 3), 'bundle-invalid'],
    ['its end is missing', () => lines.slice(0, -1), 'bundle-incomplete'],
    ['it is empty', () => [], 'bundle-incomplete'],
    ['it is of another version', () => changed(0, /"format":1/, '"format":2'), 'bundle-version-unknown'],
    ['it is another file', () => ['%PDF-1.7'], 'bundle-invalid'],
    ['it is a list', () => ['[]'], 'bundle-invalid'],
    ['it begins in the middle', () => lines.slice(1), 'bundle-invalid'],
  ])('is refused when %s', (_case, make, code) => {
    expect(codeOf(make())).toBe(code);
  });

  it('is refused when it is larger than the reader takes', () => {
    expect(codeOf(lines, 10_000)).toBe('bundle-too-large');
    expect(codeOf(['x'.repeat(1_000_001)])).toBe('bundle-too-large');
  });
});
