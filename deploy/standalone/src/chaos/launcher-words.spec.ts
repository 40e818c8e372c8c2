import { LauncherWords } from './launcher-words';

function heard(...lines: string[]): { words: LauncherWords; passed: string[] } {
  const passed: string[] = [];
  const words = new LauncherWords((line) => passed.push(line));
  lines.forEach((line) => words.print(line));
  return { words, passed };
}

describe('what the launcher says', () => {
  it('is passed on, except for ends of services', () => {
    const { words, passed } = heard('PostgreSQL runs again (pid 5).', 'hitl ended (SIGKILL); starting it again.');
    expect(passed).toEqual(['PostgreSQL runs again (pid 5).']);
    expect(words.endsOf('hitl')).toEqual(['SIGKILL']);
    expect(words.endsOf('gateway')).toEqual([]);
  });

  it('is held against what was done', () => {
    const { words } = heard(
      'hitl ended (SIGKILL); starting it again.',
      'hitl ended (SIGKILL); starting it again.',
      'gateway ended (code 1); starting it again.',
      'insights ended (code 0); starting it again.',
    );
    expect(words.unexplained({ kills: { hitl: 2 }, stops: { insights: 1 } })).toEqual([
      'gateway (code 1, 1 times instead of 0)',
    ]);
    expect(words.unexplained({ kills: { hitl: 1, gateway: 1 }, stops: {} })).toEqual([
      'hitl (SIGKILL, 2 times instead of 1)',
      'gateway (code 1, 1 times instead of 0)',
      'insights (code 0, 1 times instead of 0)',
    ]);
  });
});
