const passages = new Map<string, number>();

/**
 * A named place at which tests end the process as `kill -9` would. `CRASH_AT=<name>` ends it at the first
 * passage, `<name>#3` at the third; several are separated by commas. Without the variable nothing happens.
 */
export function crashPoint(name: string): void {
  const wanted = process.env.CRASH_AT;
  if (wanted === undefined || wanted === '') return;
  const passage = (passages.get(name) ?? 0) + 1;
  passages.set(name, passage);
  for (const point of wanted.split(',')) {
    const [pointName, count = '1'] = point.trim().split('#');
    if (pointName === name && Number(count) === passage) process.kill(process.pid, 'SIGKILL');
  }
}
