import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

import { choosePort, explicitPort } from './choose-port';

describe('the port of console and API', () => {
  let taken: Server;
  let takenPort: number;
  beforeEach(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    takenPort = (taken.address() as AddressInfo).port;
  });
  afterEach(() => new Promise((resolve) => taken.close(resolve)));

  it('is refused with a remedy when somebody asked for a taken one', async () => {
    await expect(choosePort({ PORT: String(takenPort) })).rejects.toThrow(
      `Port ${takenPort} on 127.0.0.1, wanted for console and API, is taken by another program. PORT asks for it: end what`,
    );
    await expect(choosePort({ BACKEND_URL: `http://localhost:${takenPort}` })).rejects.toThrow(
      'BACKEND_URL asks for it',
    );
  });

  it('is any free one when nobody minds', async () => {
    const chosen = await choosePort({ PORT: '0' });
    expect(chosen).toMatchObject({ isExplicit: false, isMoved: false });
    expect(chosen.port).toBeGreaterThan(1_024);
  });

  it('comes from a BACKEND_URL of this machine, not from that of a proxy', () => {
    expect(explicitPort({ BACKEND_URL: 'http://localhost:9001/api' })).toBe(9001);
    expect(explicitPort({ BACKEND_URL: 'https://botarmy.example:9001' })).toBeUndefined();
    expect(explicitPort({ BACKEND_URL: 'http://localhost' })).toBeUndefined();
    expect(explicitPort({ BACKEND_URL: 'http://localhost:9001', PORT: '9002' })).toBe(9002);
    expect(explicitPort({})).toBeUndefined();
  });

  it.each(['eighty', '-1', '70000', '80.5'])('refuses PORT=%s', (PORT) => {
    expect(() => explicitPort({ PORT })).toThrow('PORT must be a number from 1 to 65535');
  });
});
