import fc from 'fast-check';

import { LiveBlock } from './live-block';
import { plainLine, plainText } from './plain-text';
import { safeJson } from './safe-json';
import { renderFields, renderTable } from './table';
import { cutToWidth, padToWidth, textWidth } from './text-width';

const ESCAPE = '\u001b';

const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('text of a server', () => {
  it.each([
    ['a colour', `${ESCAPE}[31mred${ESCAPE}[0m`, 'red'],
    ['a cursor movement', `a${ESCAPE}[2A${ESCAPE}[2Jb`, 'ab'],
    ['an 8-bit sequence', 'a\u009b31mb', 'ab'],
    ['a window title', `${ESCAPE}]0;owned\u0007text`, 'text'],
    ['a link', `${ESCAPE}]8;;http://x${ESCAPE}\\text${ESCAPE}]8;;${ESCAPE}\\`, 'text'],
    ['a device string', `${ESCAPE}Pq#0${ESCAPE}\\text`, 'text'],
    ['a reset', `${ESCAPE}ctext`, 'text'],
    ['a sequence without its end', `text${ESCAPE}[`, 'text'],
    ['a string without its end, which stays visible', `${ESCAPE}]0;approve this`, '0;approve this'],
    ['a bell, a backspace and NUL', 'a\u0007\b\0b', 'ab'],
    ['a carriage return over a line', 'safe\rharm', 'safeharm'],
    ['line ends of Windows', 'a\r\nb\tc', 'a\nb\tc'],
    ['letters turned around', 'a\u202egpj.exe\u2066b', 'agpj.exeb'],
    ['other scripts and signs', 'Größe 蜂蜜 🐝', 'Größe 蜂蜜 🐝'],
  ])('loses %s', (_name, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('never moves the terminal', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(ESCAPE, '[', ']', '3', ';', 'm', 'P', '\\', '\u009b', '\u0007', 'x', ' ', '\n'),
    });
    fc.assert(fc.property(hostile, (text) => !HARMFUL.test(plainText(text))));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !HARMFUL.test(plainText(text))));
  });

  it('fits on one line', () => {
    expect(plainLine('  a\n\n b\tc ')).toBe('a b c');
  });

  it('is escaped in JSON and stays the same value', () => {
    const value = { text: `${ESCAPE}[31m\u009b31m\u202e\u2028` };
    const json = safeJson(value);
    expect(json).not.toMatch(HARMFUL);
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe('a width', () => {
  it('counts columns, not code units', () => {
    expect([textWidth('abc'), textWidth('蜂蜜'), textWidth('🐝'), textWidth('é'), textWidth('👩‍🌾')]).toEqual([
      3, 4, 2, 1, 2,
    ]);
  });

  it('cuts and pads by columns', () => {
    expect(cutToWidth('abcdef', 4)).toBe('abc…');
    expect(cutToWidth('蜂蜜蜂蜜', 4)).toBe('蜂…');
    expect(cutToWidth('abc', 0)).toBe('');
    expect(padToWidth('蜂', 4)).toBe('蜂  ');
    fc.assert(
      fc.property(fc.string(), fc.nat(30), (text, columns) => textWidth(padToWidth(text, columns)) === columns),
    );
  });
});

describe('a table', () => {
  it('aligns its columns and holds no escape', () => {
    expect(
      renderTable(
        ['id', 'title'],
        [
          ['a', `${ESCAPE}[31mred`],
          ['long', 'x'],
        ],
      ),
    ).toEqual(['id    title', 'a     red', 'long  x']);
  });

  it('of names and values leaves out what is not there', () => {
    expect(renderFields({ name: 'x', absent: undefined, none: null, empty: '', count: 0 })).toEqual([
      'name   x',
      'count  0',
    ]);
    expect(renderFields({})).toEqual([]);
  });
});

describe('a live block', () => {
  it('is drawn over itself, only when it changed', () => {
    const writes: string[] = [];
    const block = new LiveBlock({ write: (text) => writes.push(text) });
    block.update(['a', 'b']);
    block.update(['a', 'b']);
    block.update(['c']);
    block.clear();
    block.clear();
    block.update(['d']);
    expect(writes).toEqual(['a\nb\n', `${ESCAPE}[2A\r${ESCAPE}[0Jc\n`, `${ESCAPE}[1A\r${ESCAPE}[0J`, 'd\n']);
  });
});
