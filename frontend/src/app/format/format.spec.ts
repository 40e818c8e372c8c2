import {
  formatAgo,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatId,
  formatInstant,
  formatTime,
} from './format';

describe('formats', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [65_000, '1 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [-5, '0 s'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it.each([
    [0, '$0.00'],
    [420, '$0.0004'],
    [99_000, '$0.0990'],
    [1_250_000, '$1.25'],
  ])('writes %d millionths as %s', (micros, text) => {
    expect(formatCost(micros)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [1_500, '1.5 kB'],
    [2_340_000, '2.3 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    ['analyst', 'Analyst'],
    ['security-reviewer', 'Security reviewer'],
  ])('reads the id %s as %s', (id, name) => {
    expect(formatId(id)).toBe(name);
  });

  it('says how long ago', () => {
    const iso = '2026-01-01T00:00:00.000Z';
    const at = (laterMs: number) => formatAgo(iso, Date.parse(iso) + laterMs);
    expect(at(-5_000)).toBe('just now');
    expect(at(30_000)).toBe('just now');
    expect(at(180_000)).toContain('3');
    expect(at(7_200_000)).toContain('2');
    expect(at(3 * 86_400_000)).toContain('3');
  });

  it('writes instants and counts in the language of the user', () => {
    expect(formatInstant('2026-03-04T12:00:00.000Z')).toContain('2026');
    expect(formatTime('2026-03-04T12:34:56.000Z')).toContain('56');
    expect(formatCount(1_234)).toMatch(/1.?234/);
  });
});
