import { chaos } from './chaos';

async function run(...args: string[]): Promise<{ exitCode: number; text: string }> {
  const lines: string[] = [];
  const exitCode = await chaos(args, {}, (line) => lines.push(line));
  return { exitCode, text: lines.join('\n') };
}

describe('npm run chaos', () => {
  it('lists its faults', async () => {
    const { exitCode, text } = await run('--spine', '--list');
    expect(exitCode).toBe(0);
    expect(text).toContain('JetStream store deleted');
    expect(text.split('\n').length).toBeGreaterThan(40);
  });

  it('ends with 1 when no fault has the given name', async () => {
    expect(await run('--spine', '--only', 'meteorite')).toEqual({
      exitCode: 1,
      text: 'No fault has "meteorite" in its name.',
    });
  });
});
