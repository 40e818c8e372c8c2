import { createServer } from 'node:net';

import { assertPortFree, findFreePort, isPortFree } from './free-port';

describe('ports', () => {
  it('finds one that can be listened on, below the ephemeral range', async () => {
    const port = await findFreePort();
    expect(port).toBeLessThan(32_768);
    expect(await isPortFree(port)).toBe(true);
    await expect(assertPortFree(port, 'the console')).resolves.toBeUndefined();
  });

  it('names purpose and remedy when one is taken', async () => {
    const port = await findFreePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isPortFree(port)).toBe(false);
    await expect(assertPortFree(port, 'the console', 'Set PORT.')).rejects.toThrow(
      `Port ${port} on 127.0.0.1, wanted for the console, is taken by another program. Set PORT.`,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});
