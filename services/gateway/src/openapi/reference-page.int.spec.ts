import type { RunningService } from '@botarmy/chassis';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

describe('the reference pages', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
  });
  afterAll(() => rig.stop());

  it('are served to anybody, from this server alone', async () => {
    const page = await send(`${gateway.url}/api/docs/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/https?:\/\/|<script>|style="/);
    const linked = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    for (const link of linked) {
      const { status, bytes } = await send(new URL(link, `${gateway.url}/api/docs/`).href);
      expect([link, status, bytes.length > 100]).toEqual([link, 200, true]);
    }
    expect((await send(`${gateway.url}/api/docs`)).headers.get('location')).toBe('/api/docs/');
  });

  it('show the messages between services', async () => {
    const document = (await send(`${gateway.url}/api/asyncapi.json`)).json<{ asyncapi: string }>();
    expect(document.asyncapi).toBe('3.0.0');
    expect((await send(`${gateway.url}/api/docs/messages`)).text).toContain('configuration.changed.v1');
  });

  it.each(['package.json', '..%2fpackage.json', '__proto__', 'swagger-ui.js'])('serve no %s', async (name) => {
    expect((await send(`${gateway.url}/api/docs/${name}`)).json()).toMatchObject({ status: 404, code: 'not-found' });
  });
});
