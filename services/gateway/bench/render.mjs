/** The page of the figures. */

const NOTE = `Written by \`npm run bench:gateway\`: reported, not asserted. Gateway, bare targets, clients, broker and the services behind it
are processes of their own on the same machine and share its processors; the services answer at once, so that the door is what is
measured. Processor time is that of the target's process alone, from the kernel's counters (10 ms steps). The raw figures are in
[performance-gateway.json](performance-gateway.json).`;

const count = (value) => Math.round(value).toLocaleString('en-US');
const ms = (value) => (value === null ? '-' : `${value.toFixed(2)} ms`);

/** Markdown of one run. */
export function renderPage(result) {
  const parts = [requestsOf(result), fanOutOf(result), steadyOf(result), memoryOf(result)];
  return `# Performance of the gateway

${NOTE}

Measured ${result.measured_at} on ${result.machine}, Node ${result.node}, load ${result.load_before.toFixed(1)} before the start,
${result.seconds} s per row.

${parts.filter((part) => part !== '').join('\n\n')}
`;
}

function requestsOf({ requests }) {
  if (requests.length === 0) return '';
  const rows = requests.map((row) => [
    row.target,
    count(row.perSecond),
    ms(row.p50),
    ms(row.p99),
    `${row.cpu.toFixed(3)} ms`,
    (row.perSecond / requests[0].perSecond).toFixed(2),
  ]);
  return `## Routes, 64 connections

Every route verifies the session, checks role and shape, and asks its service over the broker and back; the bare service does neither.

${table(['route', 'requests/s', 'p50', 'p99', 'CPU per request', 'of the bare service'], rows)}`;
}

function fanOutOf({ fan_out }) {
  if (fan_out.length === 0) return '';
  const rows = fan_out.map((row) => [
    String(row.clients),
    row.target,
    count(row.perSecond),
    count(row.eventsPerSecond),
    row.megabytesPerSecond.toFixed(0),
    `${row.cpuMicros.toFixed(2)} µs`,
    String(row.lost),
    String(row.closed),
  ]);
  const hundred = fan_out.find((row) => row.target === 'gateway' && row.clients === 100);
  return `## News to many clients

All clients follow one workflow, with permissions, numbers and resume; the gateway tells each of them an event of the workflow and how
the workflow as a whole stands, the bare broadcast the event alone as it came. Both write once per client and turn of the event loop.
${hundred === undefined ? '' : `Goal: 500,000 deliveries/s to 100 clients with none lost. Measured: ${count(hundred.perSecond)}, ${hundred.lost} lost.\n`}
${table(['clients', 'target', 'deliveries/s', 'events/s', 'MB/s', 'CPU per delivery', 'lost', 'closed'], rows)}`;
}

function steadyOf({ steady }) {
  if (steady.length === 0) return '';
  const rows = steady.map((row) => [
    row.target,
    ms(row.p50),
    ms(row.p99),
    String(row.lost),
    `${(row.processor * 100).toFixed(0)} %`,
  ]);
  return `## 500 events a second to 100 clients

From the publishing of an event to its arrival at a client. Goal: p99 below 5 ms.

${table(['target', 'p50', 'p99', 'lost', 'of one processor'], rows)}`;
}

function memoryOf({ memory }) {
  if (memory === null) return '';
  const rows = [
    ['gateway without connections', `${memory.emptyMb.toFixed(0)} MB`],
    ['one connection that follows a workflow, of 1,000', `${memory.perConnectionKb.toFixed(1)} KB`],
    ['fifty clients that never read, beside 100 that do', `${memory.stalledMb.toFixed(1)} MB`],
    ['p99 of the others before, as fast as they read', ms(memory.p99Before)],
    ['p99 of the others meanwhile', ms(memory.p99)],
    ['events the others lost', String(memory.lost)],
  ];
  return `## Memory

Resident memory as the kernel counts it. Goal: fifty clients that never read cost less than 20 MB and slow nobody.

${table(['what', 'figure'], rows)}`;
}

function table(heading, rows) {
  const widths = heading.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(heading), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
