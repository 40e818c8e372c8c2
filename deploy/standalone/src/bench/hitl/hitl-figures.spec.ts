import type { HitlFigures } from './hitl-figures';
import { renderHitl } from './render-hitl';

const spread = { count: 300, p50: 8, p99: 21.4, longest: 40 };
const scale = (waiting: number, deadlines: number): HitlFigures['scales'][number] => ({
  waiting,
  memory: { hitl: 2_097_152 },
  idle_cpu_ms_per_second: 70.4,
  inbox_ms: spread,
  counts_ms: spread,
  decision_ms: spread,
  deadlines: { count: deadlines, ms: 2_000 },
});

describe('the page of waiting requests', () => {
  it('has a column for every number of waiting requests', () => {
    const page = renderHitl({
      measured_at: '2026-11-24',
      machine: { processor: 'Any', cores: 2, load_before: 0.12, node: '24.0.0' },
      scales: [scale(0, 0), scale(100_000, 5_000)],
    });
    expect(page).toContain('| with so many waiting | 0 | 100,000 |');
    expect(page).toContain('| deadlines acted on per second | – | 2500 (5,000) |');
    expect(page).toContain('| first page of an inbox | p50 8 ms, p99 21 ms (300) | p50 8 ms, p99 21 ms (300) |');
    expect(page).toContain('| memory of hitl, MiB | 2 | 2 |');
  });
});
