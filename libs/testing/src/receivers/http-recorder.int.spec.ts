import { gzipSync } from 'node:zlib';

import { type HttpRecorder, startHttpRecorder } from './http-recorder';

describe('an HTTP recorder', () => {
  let recorder: HttpRecorder;

  beforeEach(async () => {
    recorder = await startHttpRecorder();
  });
  afterEach(() => recorder.close());

  it('records what it receives, decompressed', async () => {
    const response = await fetch(`${recorder.url}/hook?try=1`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'x-signature': 'abc' },
      body: gzipSync('{"a":1}'),
    });
    expect(response.status).toBe(204);
    const [request] = await recorder.waitForRequests(1);
    expect(request).toMatchObject({ method: 'POST', path: '/hook?try=1', headers: { 'x-signature': 'abc' } });
    expect(request?.body.toString()).toBe('{"a":1}');
  });

  it('answers as told, also differently from one request to the next', async () => {
    recorder.respondWith(() => ({ status: 429, headers: { 'retry-after': '2' }, body: 'later' }));
    const refused = await fetch(recorder.url);
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([429, '2', 'later']);
    recorder.respondWith(() => ({ status: 200 }));
    expect((await fetch(recorder.url)).status).toBe(200);
  });

  it('answers 500 with the message when the answer function fails', async () => {
    recorder.respondWith(() => {
      throw new Error('no script');
    });
    const response = await fetch(recorder.url);
    expect([response.status, await response.text()]).toEqual([500, 'no script']);
  });

  it('says how many came when it waited for more', async () => {
    await fetch(recorder.url);
    await expect(recorder.waitForRequests(2, 20)).rejects.toThrow('Waited 20 ms for 2 requests; 1 arrived.');
  });
});
