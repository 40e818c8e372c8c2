import type { RunRecord } from '../replay/run-record';
import { BundleDigest } from './bundle-digest';
import { linesOf, renderLine } from './bundle-lines';
import type { BundleLine } from './bundle-lines';

/** A record as the lines of its bundle, manifest included; without line feeds. */
export function* bundleOf(record: RunRecord): Generator<string> {
  const digest = new BundleDigest();
  for (const line of recordLines(record)) {
    const text = renderLine(line);
    digest.add(text);
    yield text;
  }
  yield renderLine(digest.manifest());
}

function* recordLines({ header, process, processes, events, calls, documents }: RunRecord): Generator<BundleLine> {
  yield { kind: 'run', ...header };
  const later = [...processes.values()].filter(({ content_hash }) => content_hash !== process.content_hash);
  for (const version of [process, ...later]) yield* linesOf('process', { text: JSON.stringify(version) });
  for (const [index, event] of events.entries()) yield { kind: 'event', seq: index + 1, event };
  for (const call of calls.values()) yield* linesOf('call', call);
  for (const document of documents.values()) yield* linesOf('document', document);
}
