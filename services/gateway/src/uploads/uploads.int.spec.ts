import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';

import type { RunningService } from '@botarmy/chassis';
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
  uploadChanged,
} from '@botarmy/contracts';
import type { LogInReply, UploadView } from '@botarmy/contracts';
import { outgoingMessage, Publisher } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { send } from '../client.fixture';
import { GatewayRig, refuse } from '../gateway.fixture';
import { LiveClient } from '../live/live-client.fixture';

const MEBIBYTE = 1_048_576;
const file = randomBytes(900_000);

function view(changes: Partial<UploadView> = {}): UploadView {
  return {
    id: createId('upl'),
    name: 'plan.md',
    kind: 'markdown',
    media_type: 'text/markdown',
    size_bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
    status: 'quarantined',
    finding: null,
    scan_problem: null,
    text_status: 'waiting',
    text_characters: 0,
    uploaded_by: 'usr_operator',
    uploaded_at: '2026-01-01T00:00:00.000Z',
    scanned_at: null,
    ...changes,
  };
}

describe('uploads at the door', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let session: LogInReply;
  let stored: Buffer[];

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    session = rig.session('operator');
  });
  afterAll(() => rig.stop());
  beforeEach(() => {
    stored = [];
    rig.asked.clear();
    rig.answer(openUpload, () => ({ upload_id: createId('upl'), max_bytes: MEBIBYTE, upload: null }));
    rig.answer(appendUpload, ({ bytes }) => {
      stored.push(Buffer.from(bytes, 'base64'));
      return { received_bytes: 1 };
    });
    rig.answer(finishUpload, () => view());
    rig.answer(abandonUpload, ({ upload_id }) => ({ upload_id }));
  });

  async function upload(form: FormData, headers: Record<string, string> = {}) {
    const answer = await fetch(`${gateway.url}/api/uploads`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${session.secret}`, ...headers },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }
  function formWith(bytes: Buffer<ArrayBuffer>, name = 'plan.md', type = 'text/markdown'): FormData {
    const form = new FormData();
    form.append('file', new Blob([bytes], { type }), name);
    return form;
  }

  it('pass on in pieces what arrives, with its length and hash', async () => {
    const { status, body } = await upload(formWith(file, '../plan.md'), { 'idempotency-key': 'key-1' });
    expect([status, body['status']]).toEqual([201, 'quarantined']);
    expect(rig.askedOf(openUpload)).toMatchObject([
      { request: { name: '../plan.md', stated_type: 'text/markdown' }, caller: { idempotency_key: 'key-1' } },
    ]);
    expect(Buffer.concat(stored).equals(file)).toBe(true);
    expect(stored.map(({ length }) => length)).toEqual([
      UPLOAD_PIECE_BYTES,
      UPLOAD_PIECE_BYTES,
      file.length - 2 * UPLOAD_PIECE_BYTES,
    ]);
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect(rig.askedOf(finishUpload)[0]?.request).toMatchObject({ size_bytes: file.length, sha256 });
    expect(rig.askedOf(abandonUpload)).toEqual([]);
  });

  it('take an empty file, and answer a repeated one without reading it', async () => {
    expect((await upload(formWith(Buffer.alloc(0)))).status).toBe(201);
    expect(rig.askedOf(appendUpload)).toEqual([]);
    const known = view({ status: 'clean' });
    rig.answer(openUpload, () => ({ upload_id: known.id, max_bytes: MEBIBYTE, upload: known }));
    expect((await upload(formWith(file))).body).toMatchObject({ id: known.id, status: 'clean' });
    expect(rig.askedOf(appendUpload)).toEqual([]);
  });

  it('are refused as artifacts refuses them, and forgotten', async () => {
    rig.answer(openUpload, () => refuse(503, 'scanner-not-configured'));
    expect((await upload(formWith(file))).body).toMatchObject({ status: 503, code: 'scanner-not-configured' });
    rig.answer(openUpload, () => ({ upload_id: createId('upl'), max_bytes: MEBIBYTE, upload: null }));
    rig.answer(finishUpload, () => refuse(422, 'archive-unsafe'));
    expect((await upload(formWith(file))).body).toMatchObject({ status: 422, code: 'archive-unsafe' });
    expect(rig.askedOf(abandonUpload)).toHaveLength(1);
  });

  it('need a form with one file in the right field, a session, and the role', async () => {
    const other = new FormData();
    other.append('document', new Blob(['a']), 'a.md');
    expect((await upload(other)).body).toMatchObject({ status: 400, code: 'upload-malformed' });
    const field = new FormData();
    field.append('file', 'only text');
    expect((await upload(field)).body).toMatchObject({ status: 400, code: 'upload-malformed' });
    expect((await upload(new FormData())).body).toMatchObject({ status: 400, code: 'upload-malformed' });
    const url = `${gateway.url}/api/uploads`;
    expect((await send(url, { bearer: session, body: {} })).json()).toMatchObject({ status: 415 });
    expect((await send(url, { bearer: session, method: 'POST' })).json()).toMatchObject({ status: 415 });
    const forged = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await send(url, { bearer: session, body: 'no form', headers: forged })).json()).toMatchObject({
      status: 400,
    });
    const elsewhere = { bearer: session, body: 'x', headers: forged };
    expect((await send(`${gateway.url}/api/workflows/start`, elsewhere)).json()).toMatchObject({ status: 415 });
    expect((await upload(formWith(file), { authorization: 'Bearer nobody' })).status).toBe(401);
    const viewer = rig.session('viewer');
    expect((await upload(formWith(file), { authorization: `Bearer ${viewer.secret}` })).status).toBe(403);
    expect(rig.askedOf(openUpload)).toEqual([]);
  });

  it('are refused by their announced length before they are read', async () => {
    const { status, body } = await upload(formWith(Buffer.alloc(3 * MEBIBYTE)));
    expect([status, body['code'], body['max_bytes']]).toEqual([413, 'upload-too-large', MEBIBYTE]);
    expect(rig.askedOf(appendUpload)).toEqual([]);
    expect(rig.askedOf(abandonUpload)).toHaveLength(1);
  });

  it('of 5 GB are cut off: little is read, less than 50 MB is held', async () => {
    const url = new URL('/api/uploads', gateway.url);
    const headers = { authorization: `Bearer ${session.secret}`, 'content-type': 'multipart/form-data; boundary=x' };
    const chunk = Buffer.alloc(MEBIBYTE, 97);
    const before = process.memoryUsage();
    let sent = 0;
    let peak = 0;
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sending = httpRequest(url, { method: 'POST', headers });
      sending.on('response', (response) => {
        void readText(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
      });
      // The other side closes while this one still writes.
      sending.on('error', () => undefined);
      sending.on('close', () => reject(new Error('closed without an answer')));
      sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="huge.txt"\r\n\r\n');
      const more = (): void => {
        const { heapUsed, external } = process.memoryUsage();
        peak = Math.max(peak, heapUsed + external - before.heapUsed - before.external);
        for (; sent < 5_120 && !sending.destroyed; sent += 1) {
          if (!sending.write(chunk)) return void sending.once('drain', more);
        }
      };
      more();
    });
    expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([413, 'upload-too-large']);
    expect(stored.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(MEBIBYTE);
    expect(sent).toBeLessThan(40);
    expect(peak).toBeLessThan(50 * MEBIBYTE);
    expect(rig.askedOf(abandonUpload)).toHaveLength(1);
  });

  it('that break off are forgotten', async () => {
    const url = new URL('/api/uploads', gateway.url);
    const headers = { authorization: `Bearer ${session.secret}`, 'content-type': 'multipart/form-data; boundary=x' };
    const sending = httpRequest(url, { method: 'POST', headers });
    sending.on('error', () => undefined);
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="half.txt"\r\n\r\n');
    sending.write(Buffer.alloc(UPLOAD_PIECE_BYTES + 1, 97));
    await waitFor(() => stored.length > 0, { describe: 'the first piece' });
    sending.destroy();
    await waitFor(() => rig.askedOf(abandonUpload).length === 1, { timeoutMs: 30_000, describe: 'the forgetting' });
    expect(rig.askedOf(finishUpload)).toEqual([]);
  });

  it('are listed, shown, removed, and read as text', async () => {
    const upload = view({ status: 'clean' });
    rig.answer(listUploads, () => ({ uploads: [upload], total_count: 1, next_cursor: null }));
    rig.answer(getUpload, () => upload);
    rig.answer(deleteUpload, ({ upload_id }) => ({ upload_id }));
    rig.answer(readUploadText, () => ({ upload, text: '# Plan', is_cut: false }));
    rig.answer(getScannerStatus, () => ({
      ...{ status: 'healthy' as const, engine: 'ClamAV 1.4.6', signatures_version: 1, signatures_age_hours: 3 },
      ...{ unscanned: 'refuse' as const, waiting: 0 },
    }));
    const call = (path: string, method = 'GET') =>
      send(`${gateway.url}/api/uploads${path}`, { bearer: session, method });
    expect((await call('?status=clean&limit=5')).json()).toMatchObject({ uploads: [{ id: upload.id }] });
    expect((await call('?status=lost')).status).toBe(400);
    expect((await call(`/${upload.id}`)).json()).toMatchObject({ status: 'clean' });
    expect((await call(`/${upload.id}/text`)).json()).toMatchObject({ text: '# Plan' });
    expect((await call('/scanner')).json()).toMatchObject({ engine: 'ClamAV 1.4.6' });
    expect((await call(`/${upload.id}`, 'DELETE')).status).toBe(204);
    expect((await call('/upl_x')).json()).toMatchObject({ status: 404, code: 'upload-not-found' });
  });

  it('are downloaded whole, in parts, or not again', async () => {
    const upload = view({ status: 'clean', name: 'plän.html' });
    rig.answer(readUploadPiece, ({ index }) => {
      const at = index * UPLOAD_PIECE_BYTES;
      return { upload, bytes: file.subarray(at, at + UPLOAD_PIECE_BYTES).toString('base64') };
    });
    const get = (headers: Record<string, string> = {}) =>
      send(`${gateway.url}/api/uploads/${upload.id}/content`, { bearer: session, headers });
    const whole = await get();
    expect(Buffer.from(whole.bytes).equals(file)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(file.length),
      'content-disposition': `attachment; filename="pl_n.html"; filename*=UTF-8''pl%C3%A4n.html`,
      'x-content-type-options': 'nosniff',
      etag: `"${upload.sha256}"`,
    });
    const start = UPLOAD_PIECE_BYTES - 10;
    const part = await get({ range: `bytes=${start}-${start + 19}`, 'if-range': `"${upload.sha256}"` });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes ${start}-${start + 19}/${file.length}`,
    ]);
    expect(Buffer.from(part.bytes).equals(file.subarray(start, start + 20))).toBe(true);
    const rest = await get({ range: `bytes=${file.length - 5}-` });
    expect(Buffer.from(rest.bytes).equals(file.subarray(-5))).toBe(true);
    expect((await get({ range: 'bytes=0-1', 'if-range': '"older"' })).status).toBe(200);
    const beyond = await get({ range: 'bytes=9999999-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${file.length}`]);
    const unchanged = await get({ 'if-none-match': `"${upload.sha256}"` });
    expect([unchanged.status, unchanged.bytes.length]).toEqual([304, 0]);
  });

  it('are not downloaded before they are released', async () => {
    rig.answer(readUploadPiece, () => refuse(409, 'upload-not-released'));
    const answer = await send(`${gateway.url}/api/uploads/${createId('upl')}/content`, { bearer: session });
    expect(answer.json()).toMatchObject({ status: 409, code: 'upload-not-released' });
  });

  it('are live news for their tenant alone', async () => {
    const mine = await LiveClient.connect(gateway.url, session);
    const other = await LiveClient.connect(gateway.url, rig.session('viewer', { tenantId: 'ten_other' }));
    const { id: upload_id, name, uploaded_by } = view();
    const payload = {
      upload_id,
      name,
      uploaded_by,
      status: 'infected' as const,
      finding: 'Eicar',
      text_status: 'none' as const,
    };
    await new Publisher(rig.service('artifacts')).publish(
      outgoingMessage(uploadChanged, {
        ...{ eventId: createId('msg'), tenantId: 'ten_default', key: [upload_id] },
        payload: { ...payload, changed_at: '2026-01-01T00:00:00.000Z' },
      }),
    );
    expect(await mine.frame('upload_changed')).toMatchObject({ upload_id, status: 'infected', finding: 'Eicar' });
    expect(other.of('upload_changed')).toEqual([]);
    mine.close();
    other.close();
  });
});
