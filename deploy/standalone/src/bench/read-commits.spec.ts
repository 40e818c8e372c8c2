import { parseCommits } from './read-commits';

describe('the commits on a metrics page', () => {
  it('are told apart: those that write, and what Prisma reads', () => {
    const page = [
      '# TYPE botarmy_database_commits_total counter',
      'botarmy_database_commits_total{kind="function"} 12',
      'botarmy_database_commits_total{kind="prisma"} 5',
      'botarmy_database_commits_total{kind="transaction"} 3',
      'botarmy_database_connections{state="idle"} 8',
    ].join('\n');
    expect(parseCommits(page)).toEqual({ writing: 15, prisma: 5 });
    expect(parseCommits('')).toEqual({ writing: 0, prisma: 0 });
  });
});
