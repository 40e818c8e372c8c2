import type { CompiledProcess } from '../definition/compiled-process';
import { contentHash } from '../definition/content-hash';
import type { RecordedCall, RecordedDocument, RunHeader, RunRecord } from '../replay/run-record';
import type { WorkflowEvent } from '../workflow/events';
import { BundleDigest } from './bundle-digest';
import { BundleError } from './bundle-error';
import { LONGEST_LINE } from './bundle-lines';
import type { BundleLine, BundleManifest } from './bundle-lines';

/** Characters a run may hold altogether, unless the reader is told otherwise. */
const USUAL_LIMIT = 134_217_728;

type TextKind = 'process' | 'call' | 'document';
type TextLine = Extract<BundleLine, { kind: TextKind }>;

/** Reads a bundle line by line into the record of its run; nothing is taken before the manifest agreed. */
export class BundleReader {
  private readonly digest = new BundleDigest();
  private readonly events: WorkflowEvent[] = [];
  private readonly calls = new Map<string, RecordedCall>();
  private readonly documents = new Map<string, RecordedDocument>();
  private header: RunHeader | undefined;
  private readonly processes = new Map<string, CompiledProcess>();
  private open: { readonly line: TextLine; text: string } | undefined;
  private isSealed = false;
  private characters = 0;

  /** @param mostCharacters what all lines together may hold. */
  constructor(private readonly mostCharacters = USUAL_LIMIT) {}

  /**
   * Takes the next line, without its line feed.
   *
   * @throws {BundleError} for a line that cannot be part of this bundle.
   */
  push(line: string): void {
    if (this.isSealed) throw tampered('There is something behind the manifest.');
    this.characters += line.length;
    if (line.length > LONGEST_LINE || this.characters > this.mostCharacters)
      throw new BundleError(
        'bundle-too-large',
        `A bundle may hold ${this.mostCharacters} characters; this one has more.`,
      );
    const parsed = parseLine(line);
    if (parsed.kind === 'manifest') return this.seal(parsed);
    this.digest.add(line);
    this.take(parsed);
  }

  /** @throws {BundleError} `bundle-incomplete` when the manifest has not come. */
  end(): RunRecord {
    const { header, processes, events, calls, documents } = this;
    const [process] = processes.values();
    if (!this.isSealed || header === undefined || process === undefined)
      throw new BundleError('bundle-incomplete', 'The bundle ends before its manifest: export it again.');
    return { header, process, processes, events, calls, documents };
  }

  private take(line: BundleLine): void {
    if (this.header === undefined && line.kind !== 'run') throw invalid('The first line is not that of a run.');
    if (this.open !== undefined && !continues(this.open.line, line))
      throw invalid('A text ends before its last piece.');
    switch (line.kind) {
      case 'run':
        return this.takeHeader(line);
      case 'event':
        if (line.seq !== this.events.length + 1) throw invalid(`Event ${this.events.length + 1} is missing.`);
        this.events.push(line.event);
        return;
      case 'process':
      case 'call':
      case 'document':
        return this.takeText(line);
      default:
        throw invalid('A line is of a kind that no bundle has.');
    }
  }

  private takeHeader({ format, workflow_id, title, seq }: Extract<BundleLine, { kind: 'run' }>): void {
    if (this.header !== undefined) throw invalid('The line of the run comes twice.');
    if (format !== 1)
      throw new BundleError('bundle-version-unknown', `The bundle has format ${String(format)}; this release reads 1.`);
    if (typeof workflow_id !== 'string' || typeof title !== 'string')
      throw invalid('The line of the run lacks a field.');
    this.header = { format, workflow_id, title, seq };
  }

  private takeText(line: TextLine): void {
    const open = (this.open ??= { line, text: '' });
    open.text += line.text ?? '';
    if (line.more) return;
    this.open = undefined;
    const text = open.line.text === null ? null : open.text;
    if (line.kind === 'process') return this.takeProcess(text ?? '');
    const { kind: _kind, more: _more, ...rest } = open.line;
    if (line.kind === 'call') this.calls.set(line.key, { ...(rest as RecordedCall), text });
    else this.documents.set(line.version_id, { ...(rest as RecordedDocument), text });
  }

  /** The first one is the version the run began with. */
  private takeProcess(text: string): void {
    const process = parseJson(text) as CompiledProcess;
    const { content_hash, ...rest } = process;
    if (contentHash(rest) !== content_hash) throw tampered('The process is not the one its hash names.');
    this.processes.set(content_hash, process);
  }

  private seal({ lines, sha256 }: BundleManifest): void {
    const own = this.digest.manifest();
    if (own.sha256 !== sha256 || own.lines !== lines) throw tampered('The bytes are not those the manifest names.');
    if (this.open !== undefined) throw invalid('A text ends before its last piece.');
    if (this.header?.seq !== this.events.length) throw invalid('The number of events is not that of the run.');
    this.isSealed = true;
  }
}

function continues(open: TextLine, line: BundleLine): boolean {
  if (open.kind === 'process') return line.kind === 'process';
  if (open.kind === 'call') return line.kind === 'call' && line.key === open.key;
  return line.kind === 'document' && line.version_id === open.version_id;
}

function parseLine(line: string): BundleLine | BundleManifest {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('A line is no JSON object.');
  return value as BundleLine | BundleManifest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('A line is no JSON.');
  }
}

function invalid(why: string): BundleError {
  return new BundleError('bundle-invalid', `${why} This is not a bundle as it was exported: export it again.`);
}

function tampered(why: string): BundleError {
  return new BundleError('bundle-tampered', `${why} The bundle was changed after its export: export it again.`);
}
