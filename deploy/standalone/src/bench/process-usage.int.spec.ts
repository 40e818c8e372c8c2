import { usageOf } from './process-usage';

describe('what a process uses', () => {
  it('is read from the system', () => {
    const { cpuSeconds, memoryBytes } = usageOf(process.pid);
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(memoryBytes).toBeGreaterThan(10_000_000);
  });

  it('is nothing for a process that is gone', () => {
    expect(usageOf(2 ** 30)).toEqual({ cpuSeconds: 0, memoryBytes: 0 });
  });
});
