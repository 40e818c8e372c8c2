/** The page of the figures. */

const ms = (value) => value.toFixed(2);
const NOTE = `Written by \`npm run bench:router\`: reported, not asserted. Every target is a process of its own and is asked by the same
generator on the same machine, one target after the other in every row; the provider is a stand-in on this machine that answers 20
tokens, whole or in 20 chunks. The router is asked over the bus (the question \`model-call.complete.v2\`), with a budget to reserve in,
the call on record before and after, and a line in the ledger; it always streams from the provider. The others are asked over HTTP.
Processor time is that of the target's process alone, from the kernel's counters (10 ms steps). The raw figures are in
[performance-router.json](performance-router.json).`;

/** Markdown of one run. */
export function renderPage(result) {
  const { cells, rates, memory, growth, booked } = result;
  const sections = [false, true].flatMap((isStreamed) =>
    [0, 20].map((latencyMs) => {
      const own = cells.filter((cell) => cell.isStreamed === isStreamed && cell.latencyMs === latencyMs);
      const title = `## ${isStreamed ? 'Streamed' : 'Not streamed'}, provider answers ${latencyMs === 0 ? 'at once' : `after ${latencyMs} ms`}`;
      return `${title}\n\n${tableOf(own, ['at once', (cell) => String(cell.concurrency)])}`;
    }),
  );
  const steady = [false, true].map((isStreamed) => {
    const own = rates.filter((rate) => rate.isStreamed === isStreamed);
    return `### ${isStreamed ? 'Streamed' : 'Not streamed'}\n\n${tableOf(own, undefined)}`;
  });
  return `# Performance of the router

${NOTE}

Measured ${result.measured_at} on ${result.machine}, Node ${result.node}, load ${result.load_before.toFixed(1)} before the start,
${result.cell_seconds} s per row, PostgreSQL with fsync ${result.fsync}. ${booked.calls} calls are on record with ${booked.lines} lines in the
ledger, and ${booked.held} micros are held at the end.

${sections.join('\n\n')}

## 200 requests per second

${steady.join('\n\n')}

## Memory

${table(
  ['target', 'resident at the end'],
  memory.map(({ target, mb }) => [target, `${mb.toFixed(0)} MB`]),
)}
${
  growth.length === 0
    ? ''
    : `\n${table(
        ['calls', 'router'],
        growth.map(({ calls, mb }) => [String(calls), `${mb.toFixed(0)} MB`]),
      )}\n`
}`;
}

function tableOf(rows, key) {
  const direct = (row) =>
    rows.find((other) => other.target === 'direct' && (other.concurrency ?? 0) === (row.concurrency ?? 0)) ?? row;
  const heading = ['requests/s', 'p50', 'p99', 'added p50', 'added p99', 'first token', 'added', 'CPU per call'];
  return table(
    [...(key === undefined ? [] : [key[0]]), 'target', ...heading],
    rows.map((row) => [
      ...(key === undefined ? [] : [key[1](row)]),
      row.target,
      row.perSecond.toFixed(0),
      ms(row.p50),
      ms(row.p99),
      ms(row.p50 - direct(row).p50),
      ms(row.p99 - direct(row).p99),
      ms(row.first50),
      ms(row.first50 - direct(row).first50),
      row.cpu === null ? '-' : ms(row.cpu),
    ]),
  );
}

function table(heading, rows) {
  const widths = heading.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(heading), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
