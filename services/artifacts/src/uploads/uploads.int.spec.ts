import { createHash } from 'node:crypto';

import {
  abandonUpload,
  appendUpload,
  createId,
  deleteUpload,
  finishUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  openUpload,
  readUploadPiece,
  readUploadText,
  UPLOAD_PIECE_BYTES,
} from '@botarmy/contracts';
import type { Caller, UploadView } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';
import { OrphanSweep } from '../orphans/orphan-sweep';
import { gzipOf, zipBomb, zipOf } from './inspection/archives.fixture';
import { ScanUploads } from './scan-uploads';
import { EICAR, ScannerStandIn } from './scanner/scanner-stand-in.fixture';
import { docxOf } from './text/documents.fixture';

const person = (name: string, changes: Partial<Caller> = {}): Caller => ({ ...callerOf(), user_id: name, ...changes });

describe('uploads', () => {
  let clamd: ScannerStandIn;
  let rig: ArtifactsRig;

  beforeAll(async () => {
    clamd = await ScannerStandIn.start();
    rig = await createArtifactsRig({
      CLAMD_ADDRESS: clamd.address,
      CLAMD_TIMEOUT_MS: '2000',
    });
  });
  afterAll(async () => {
    await rig.stop();
    await clamd.stop();
  });
  beforeEach(() => {
    clamd.mood = 'well';
  });

  async function send(upload_id: string, file: Buffer, caller: Caller): Promise<void> {
    for (let index = 0; index * UPLOAD_PIECE_BYTES < file.length; index += 1) {
      const bytes = file.subarray(index * UPLOAD_PIECE_BYTES, (index + 1) * UPLOAD_PIECE_BYTES).toString('base64');
      await rig.ask('gateway', appendUpload, { upload_id, index, bytes }, caller);
    }
  }
  async function upload(name: string, content: Buffer | string, caller = person('usr_ann')): Promise<UploadView> {
    const file = Buffer.from(content);
    const { upload_id } = await rig.ask('gateway', openUpload, { name, stated_type: '' }, caller);
    await send(upload_id, file, caller);
    const sha256 = createHash('sha256').update(file).digest('hex');
    return rig.ask('gateway', finishUpload, { upload_id, size_bytes: file.length, sha256 }, caller);
  }
  const get = (upload_id: string, caller = person('usr_ann')) => rig.ask('gateway', getUpload, { upload_id }, caller);
  const settled = ({ id }: UploadView): Promise<UploadView> =>
    waitFor(async () => (await get(id)).status !== 'quarantined' && get(id), {
      timeoutMs: 30_000,
      describe: 'a verdict',
    });
  const piece = (upload_id: string, index = 0, caller = person('usr_ann')) =>
    rig.ask('gateway', readUploadPiece, { upload_id, index }, caller);
  const text = (upload_id: string, caller = person('usr_ann')) =>
    rig.ask('orchestrator', readUploadText, { upload_id }, caller);
  /** Makes what was postponed due now and looks at it. */
  async function lookAgain(): Promise<void> {
    await rig.database.query('UPDATE artifacts.upload SET scan_due_at = now() WHERE scan_due_at IS NOT NULL');
    const scans = rig.service.app.get(ScanUploads);
    while (await scans.round());
  }

  it('are quarantined, and read once the scanner found nothing', async () => {
    const content = '# Brief\n\nA shop.\n';
    const received = await upload('../my brief.md', content);
    expect(received).toMatchObject({ name: 'my brief.md', kind: 'markdown', status: 'quarantined', finding: null });
    const clean = await settled(received);
    expect(clean).toMatchObject({ status: 'clean', text_status: 'extracted', text_characters: content.length });
    expect(clean.scanned_at).not.toBeNull();
    expect(Buffer.from((await piece(clean.id)).bytes, 'base64').toString()).toBe(content);
    expect(await text(clean.id)).toMatchObject({ text: content, is_cut: false });
  });

  it('keep their bytes over many pieces, and find the text of documents', async () => {
    const words = Buffer.alloc(900_000, 'word ');
    const large = await settled(await upload('large.txt', words));
    const pieces = await Promise.all([0, 1, 2].map((index) => piece(large.id, index)));
    expect(Buffer.concat(pieces.map(({ bytes }) => Buffer.from(bytes, 'base64'))).equals(words)).toBe(true);
    await expect(piece(large.id, 3)).rejects.toMatchObject({ status: 400 });
    expect((await text(large.id)).is_cut).toBe(true);
    const document = await settled(await upload('plan.docx', docxOf('First', 'Second')));
    expect((await text(document.id)).text).toContain('First');
    const nothing = await settled(await upload('empty.txt', ''));
    expect((await piece(nothing.id)).bytes).toBe('');
  });

  it.each([
    ['plain', 'eicar.txt', Buffer.from(EICAR)],
    ['in a zip', 'eicar.zip', zipOf({ 'inside.txt': EICAR })],
    ['in gzip', 'eicar.gz', gzipOf(EICAR)],
  ])('with the test virus %s are never served, and their bytes are given up', async (_name, name, file) => {
    const received = await upload(name, file);
    await expect(piece(received.id)).rejects.toMatchObject({ status: 409 });
    const infected = await settled(received);
    expect(infected).toMatchObject({ status: 'infected', finding: 'Eicar-Test-Signature', text_status: 'none' });
    await expect(piece(infected.id)).rejects.toMatchObject({ status: 409, code: 'upload-infected' });
    await expect(text(infected.id)).rejects.toMatchObject({ status: 409, code: 'upload-infected' });
    const [row] = await rig.database.query<{ pieces: string[] }>(
      'SELECT pieces FROM artifacts.upload WHERE upload_id = $1',
      [received.id],
    );
    expect(row?.pieces).toEqual([]);
  });

  it.each<[string, ScannerStandIn['mood'], string]>([
    ['hung', 'silent', 'scanner-timeout'],
    ['deaf', 'deaf', 'scanner-timeout'],
    ['dying', 'hangs-up', 'scanner-unreachable'],
    ['confused', { says: 'stream: OK?' }, 'scanner-refused'],
  ])('wait while the scanner is %s, and are released when it is back', async (_name, mood, problem) => {
    clamd.mood = mood;
    const received = await upload('waits.md', `# ${problem} ${JSON.stringify(mood)}`);
    const waiting = await waitFor(
      async () => ((await get(received.id)).scan_problem === problem ? get(received.id) : null),
      {
        timeoutMs: 30_000,
        describe: 'the failed scan',
      },
    );
    expect(waiting).toMatchObject({ status: 'quarantined', scanned_at: null, text_status: 'waiting' });
    await expect(piece(received.id)).rejects.toMatchObject({ status: 409, code: 'upload-not-released' });
    await expect(text(received.id)).rejects.toMatchObject({ status: 409, code: 'upload-not-released' });
    clamd.mood = 'well';
    await lookAgain();
    expect(await get(received.id)).toMatchObject({ status: 'clean', scan_problem: null });
  });

  it('are taken while the scanner is stopped, and scanned by whichever replica sees it back', async () => {
    const { address } = clamd;
    await clamd.stop();
    const received = await upload('stopped.md', '# Stopped');
    expect(received.status).toBe('quarantined');
    await waitFor(async () => (await get(received.id)).scan_problem !== null, { timeoutMs: 30_000, describe: 'a try' });
    expect(await rig.ask('gateway', getScannerStatus, {})).toMatchObject({ status: 'unreachable' });
    clamd = await ScannerStandIn.start(Number(address.split(':')[1]));
    await lookAgain();
    expect(await get(received.id)).toMatchObject({ status: 'clean' });
    expect(await rig.ask('gateway', getScannerStatus, {})).toMatchObject({
      engine: 'ClamAV 1.4.6',
      unscanned: 'refuse',
    });
  });

  it('that are dangerous or not what they say are refused and forgotten', async () => {
    const before = (await rig.ask('gateway', listUploads, {}, person('usr_ann'))).total_count;
    const bea = person('usr_bea');
    await expect(upload('bomb.zip', zipBomb(500), bea)).rejects.toMatchObject({
      status: 422,
      code: 'archive-too-large',
    });
    await expect(upload('nested.zip', zipOf({ a: zipOf({ b: zipOf({ c: 'c' }) }) }), bea)).rejects.toMatchObject({
      code: 'archive-nested',
    });
    await expect(upload('a.pdf', 'text', bea)).rejects.toMatchObject({ status: 415, code: 'upload-type-mismatch' });
    await expect(upload('a.exe', 'MZ', bea)).rejects.toMatchObject({ status: 415, code: 'upload-type-not-allowed' });
    await expect(upload('a.md', Buffer.alloc(1_048_577, 97), bea)).rejects.toMatchObject({ status: 413 });
    expect((await rig.ask('gateway', listUploads, {}, bea)).total_count).toBe(before);
    const { upload_id } = await rig.ask('gateway', openUpload, { name: 'a.md', stated_type: '' }, bea);
    await send(upload_id, Buffer.from('half'), bea);
    const other = { upload_id, size_bytes: 5, sha256: 'a'.repeat(64) };
    await expect(rig.ask('gateway', finishUpload, other, bea)).rejects.toMatchObject({ code: 'upload-incomplete' });
    await expect(rig.ask('gateway', finishUpload, other, bea)).rejects.toMatchObject({ code: 'upload-not-found' });
  });

  it('take pieces in order, the same one twice, and only from their sender', async () => {
    const cy = person('usr_cy');
    const { upload_id } = await rig.ask('gateway', openUpload, { name: 'a.md', stated_type: '' }, cy);
    const append = (index: number, bytes: string, caller = cy) =>
      rig.ask('gateway', appendUpload, { upload_id, index, bytes: Buffer.from(bytes).toString('base64') }, caller);
    expect(await append(0, 'abc')).toEqual({ received_bytes: 3 });
    expect(await append(0, 'abc')).toEqual({ received_bytes: 3 });
    await expect(append(0, 'abd')).rejects.toMatchObject({ code: 'upload-incomplete' });
    await expect(append(2, 'abc')).rejects.toMatchObject({ code: 'upload-incomplete' });
    await expect(append(1, 'x', person('usr_mallory'))).rejects.toMatchObject({ code: 'upload-not-found' });
    await expect(append(1, 'x', { ...cy, tenant_id: OTHER_TENANT_ID })).rejects.toMatchObject({
      code: 'upload-not-found',
    });
    await rig.ask('gateway', abandonUpload, { upload_id }, person('usr_mallory'));
    expect(await append(1, 'd')).toEqual({ received_bytes: 4 });
    await rig.ask('gateway', abandonUpload, { upload_id }, cy);
    await expect(append(2, 'e')).rejects.toMatchObject({ code: 'upload-not-found' });
  });

  it('of the same idempotency key are one upload', async () => {
    const dan = person('usr_dan', { idempotency_key: 'key-1' });
    const first = await upload('once.md', '# Once', dan);
    const again = await rig.ask('gateway', openUpload, { name: 'once.md', stated_type: '' }, dan);
    expect(again).toMatchObject({ upload_id: first.id, upload: { id: first.id, sha256: first.sha256 } });
    const broken = person('usr_dan', { idempotency_key: 'key-2' });
    const half = await rig.ask('gateway', openUpload, { name: 'half.md', stated_type: '' }, broken);
    const whole = await upload('half.md', '# Half', broken);
    expect(whole.id).not.toBe(half.upload_id);
  });

  it('are counted against the hour of their sender, and refused beyond it', async () => {
    const eve = person('usr_eve');
    const open = () => rig.ask('gateway', openUpload, { name: 'a.md', stated_type: '' }, eve);
    const outcomes = await Promise.allSettled(Array.from({ length: 51 }, open));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { status: 429, code: 'upload-rate-exceeded' } });
    const waits: (number | undefined)[] = [];
    for (let refusal = 0; refusal < 4; refusal += 1) {
      await open().catch((error: { retryAfterMs?: number }) => waits.push(error.retryAfterMs));
    }
    const hours = waits.map((ms = 0) => Math.round(ms / 3_600_000));
    expect(hours).toEqual([1, 2, 4, 8]);
    expect((await upload('mine.md', '# Mine', person('usr_fay'))).status).toBe('quarantined');
  });

  it('belong to their tenant, are listed newest first and go for good', async () => {
    const one = await settled(await upload('one.md', '# One', person('usr_gus')));
    const two = await settled(await upload('two.md', '# Two', person('usr_gus')));
    const page = await rig.ask('gateway', listUploads, { limit: 1 });
    expect(page.uploads.map(({ id }) => id)).toEqual([two.id]);
    const next = await rig.ask('gateway', listUploads, { limit: 1, cursor: page.next_cursor ?? '' });
    expect(next.uploads.map(({ id }) => id)).toEqual([one.id]);
    const other = callerOf(OTHER_TENANT_ID);
    expect(await rig.ask('gateway', listUploads, {}, other)).toMatchObject({ uploads: [], total_count: 0 });
    for (const attempt of [get(one.id, other), piece(one.id, 0, other), text(one.id, other)]) {
      await expect(attempt).rejects.toMatchObject({ status: 404, code: 'upload-not-found' });
    }
    await expect(rig.ask('gateway', deleteUpload, { upload_id: one.id }, other)).rejects.toMatchObject({ status: 404 });
    await rig.ask('gateway', deleteUpload, { upload_id: one.id });
    await expect(get(one.id)).rejects.toMatchObject({ status: 404 });
    await expect(get(createId('upl'))).rejects.toMatchObject({ status: 404 });
  });

  it('keep their bytes from the sweep of orphans until they are removed', async () => {
    const kept = await settled(await upload('kept.md', '# Kept for long', person('usr_hal')));
    const sweep = rig.service.app.get(OrphanSweep);
    const age = () => rig.ageBlobs(new Date('2020-01-01T00:00:00Z'));
    age();
    while (await sweep.sweepPage());
    expect(Buffer.from((await piece(kept.id)).bytes, 'base64').toString()).toBe('# Kept for long');
    await rig.ask('gateway', deleteUpload, { upload_id: kept.id });
    age();
    while (await sweep.sweepPage());
    expect(await rig.hasBlob(kept.sha256)).toBe(false);
  });

  it('whose bytes are lost or changed are not served', async () => {
    const received = await settled(await upload('lost.md', '# Will be lost', person('usr_ida')));
    rig.damageBlob(received.sha256);
    await expect(piece(received.id)).rejects.toMatchObject({ status: 500, code: 'artifact-corrupt' });
  });

  it('tell their news in the order of what happened', async () => {
    const received = await settled(await upload('news.md', '# News', person('usr_jon')));
    await rig.ask('gateway', deleteUpload, { upload_id: received.id });
    const told = await waitFor(
      async () => {
        const news = await rig.published('upload.changed');
        const mine = news.filter(({ upload_id }) => upload_id === received.id).map(({ status }) => status);
        return mine.length === 3 && mine;
      },
      { timeoutMs: 30_000, describe: 'three news' },
    );
    expect(told).toEqual(['quarantined', 'clean', 'deleted']);
  });
});

describe('uploads without a scanner', () => {
  let rig: ArtifactsRig;
  afterEach(() => rig.stop());

  const open = () => rig.ask('gateway', openUpload, { name: 'a.md', stated_type: '' });
  async function uploadText(content: string): Promise<string> {
    const { upload_id } = await open();
    await rig.ask('gateway', appendUpload, { upload_id, index: 0, bytes: Buffer.from(content).toString('base64') });
    const sha256 = createHash('sha256').update(content).digest('hex');
    await rig.ask('gateway', finishUpload, { upload_id, size_bytes: content.length, sha256 });
    return upload_id;
  }

  it('are not taken unless that is allowed', async () => {
    rig = await createArtifactsRig();
    await expect(open()).rejects.toMatchObject({ status: 503, code: 'scanner-not-configured' });
    expect(await rig.ask('gateway', getScannerStatus, {})).toMatchObject({ status: 'off', unscanned: 'refuse' });
  });

  it('are marked where it is allowed, and scanned after all once there is a scanner', async () => {
    rig = await createArtifactsRig({ UPLOAD_UNSCANNED: 'allow' });
    const upload_id = await uploadText('# Marked');
    const infected_id = await uploadText(EICAR);
    const status = (id: string) => rig.ask('gateway', getUpload, { upload_id: id });
    const until = (id: string, wanted: string) =>
      waitFor(async () => (await status(id)).status === wanted, { timeoutMs: 30_000, describe: wanted });
    await until(upload_id, 'unscanned');
    await until(infected_id, 'unscanned');
    expect((await rig.ask('gateway', readUploadText, { upload_id })).text).toBe('# Marked');
    const clamd = await ScannerStandIn.start();
    try {
      await rig.startReplica({ CLAMD_ADDRESS: clamd.address });
      await until(upload_id, 'clean');
      await until(infected_id, 'infected');
    } finally {
      await clamd.stop();
    }
  });
});
