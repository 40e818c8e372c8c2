import { renderArtifacts } from './render-artifacts';

describe('the page of artifacts in large numbers', () => {
  it('has a column for every number of artifacts and a row for every question', () => {
    const operations = { search: { count: 60, p50: 8, p99: 21.4, longest: 40 } };
    const page = renderArtifacts({
      measured_at: '2026-11-24',
      machine: { processor: 'Any', cores: 2, load_before: 0.12, node: '24.0.0' },
      files_per_archive: 500,
      scales: [
        { artifacts: 500, index_seconds: 1, operations },
        { artifacts: 10_000, index_seconds: 20.4, operations },
      ],
    });
    expect(page).toContain('| with so many artifacts | 500 | 10,000 |');
    expect(page).toContain('| search | p50 8 ms, p99 21 ms (60) | p50 8 ms, p99 21 ms (60) |');
    expect(page).toContain('| until all added are searchable | 1 s | 20 s |');
  });
});
