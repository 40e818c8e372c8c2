import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const PAGE = { accept: 'text/html,application/xhtml+xml' };

describe('the console', () => {
  let rig: GatewayRig;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-console-'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'secret.txt'), 'outside');
    rig = await GatewayRig.create();
    ({ url } = await rig.start({ CONSOLE_DIRECTORY: join(folder, 'dist') }));
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const build = () => {
    mkdirSync(join(folder, 'dist/media'), { recursive: true });
    writeFileSync(join(folder, 'dist/index.html'), '<app-root ngCspNonce="__CSP_NONCE__"></app-root>');
    writeFileSync(join(folder, 'dist/main-0zfa7KVk.js'), 'run()');
    writeFileSync(join(folder, 'dist/media/inter-B1W3Z5Wu.woff2'), 'font');
    writeFileSync(join(folder, 'dist/theme.js'), 'theme()');
  };

  it('says how to get it while it is not built, and is found once it is', async () => {
    const missing = await send(url, { headers: PAGE });
    expect(missing.status).toBe(503);
    expect(missing.text).toContain('npm run build');
    build();
    expect((await send(url, { headers: PAGE })).status).toBe(200);
  });

  it('is served anew when it is built again', async () => {
    writeFileSync(join(folder, 'dist/late-D3gqAUuJ.js'), 'late()');
    expect((await send(`${url}/late-D3gqAUuJ.js`)).status).toBe(404);
    utimesSync(join(folder, 'dist/index.html'), new Date(), new Date(Date.now() + 5_000));
    expect((await send(`${url}/late-D3gqAUuJ.js`)).text).toBe('late()');
  });

  it('has a page for every address, each with a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/workflows/wf_1', '/index.html']) {
      const { text, headers } = await send(url + path.replace('/index.html', '/'), { headers: PAGE });
      const policy = headers.get('content-security-policy') ?? '';
      const nonce = /ngCspNonce="([\w+/=]{24})"/.exec(text)?.[1] ?? '';
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('keeps what is named by its content for ever, and asks again for the rest', async () => {
    const caching = async (path: string) => (await send(url + path)).headers.get('cache-control');
    expect(await caching('/main-0zfa7KVk.js')).toBe('public, max-age=31536000, immutable');
    expect(await caching('/media/inter-B1W3Z5Wu.woff2')).toBe('public, max-age=31536000, immutable');
    expect(await caching('/theme.js')).toBe('no-cache');
    const script = await send(`${url}/main-0zfa7KVk.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.text).toBe('run()');
    const again = await send(`${url}/theme.js`, {
      headers: {
        'cache-control': 'max-age=0',
        'if-none-match': (await send(`${url}/theme.js`)).headers.get('etag') ?? '',
      },
    });
    expect(again.status).toBe(304);
  });

  it.each([
    '/missing.js',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%252fsecret.txt',
    '/media/../../secret.txt',
    '/theme.js%00',
  ])('has no file %s', async (path) => {
    const answer = await send(url + path, { headers: PAGE });
    expect(answer.text).not.toContain('outside');
    expect(answer.status === 404 || answer.text.includes('<app-root')).toBe(true);
  });

  it('answers a program that asks for no page with a problem', async () => {
    expect((await send(`${url}/workflows`)).json()).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('is absent where no folder is configured', async () => {
    const bare = await rig.start();
    expect((await send(bare.url, { headers: PAGE })).status).toBe(503);
  });
});
