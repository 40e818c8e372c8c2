import { BlockList } from 'node:net';

import { allowedTarget } from './allowed-target';
import type { ResolveName } from './allowed-target';
import { isPublicAddress } from './public-addresses';

const settings = (hosts: string[], networks: string[] = []) => {
  const privateNetworks = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    privateNetworks.addSubnet(address, Number(prefix));
  }
  return { hosts, headers: new Map(), privateNetworks };
};
const leadsTo =
  (...addresses: string[]): ResolveName =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('the target of a call', () => {
  it('is the address that was looked up', async () => {
    const target = await allowedTarget('https://api.example.com/a', settings(['api.example.com']), leadsTo('8.8.8.8'));
    expect(target).toMatchObject({ address: '8.8.8.8', family: 4 });
  });

  it.each([
    ['https://api.example.com/', ['api.example.com'], true],
    ['http://api.example.com/', ['api.example.com'], true],
    ['https://api.example.com:8443/', ['api.example.com'], false],
    ['https://api.example.com:8443/', ['api.example.com:8443'], true],
    ['https://a.b.example.com/', ['*.example.com'], true],
    ['https://example.com/', ['*.example.com'], false],
    ['https://evilexample.com/', ['*.example.com'], false],
    ['https://api.example.com.evil.org/', ['api.example.com'], false],
    ['https://API.Example.com/', ['api.example.com'], true],
  ])('%s with %j allowed: %s', async (address, hosts, isAllowed) => {
    const asked = allowedTarget(address, settings(hosts), leadsTo('8.8.8.8'));
    if (isAllowed) await expect(asked).resolves.toBeDefined();
    else await expect(asked).rejects.toMatchObject({ code: 'integration-not-configured' });
  });

  it('is refused when one of its addresses is private, unless that network is listed', async () => {
    const ask = (networks: string[], ...addresses: string[]) =>
      allowedTarget('https://a.example.com/', settings(['a.example.com'], networks), leadsTo(...addresses));
    await expect(ask([], '8.8.8.8', '10.0.0.1')).rejects.toMatchObject({ code: 'integration-not-configured' });
    await expect(ask([], '::ffff:169.254.169.254')).rejects.toMatchObject({ code: 'integration-not-configured' });
    await expect(ask([])).rejects.toMatchObject({ code: 'integration-not-configured' });
    await expect(ask(['10.0.0.0/8'], '10.0.0.1')).resolves.toMatchObject({ address: '10.0.0.1' });
  });

  it('says so when the name is unknown, and that may pass', async () => {
    const unknown: ResolveName = () => Promise.reject(new Error('ENOTFOUND'));
    const asked = allowedTarget('https://a.example.com/', settings(['a.example.com']), unknown);
    await expect(asked).rejects.toMatchObject({ code: 'integration-failed', retryable: true });
  });
});

describe('an address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address, address.includes(':') ? 6 : 4)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '::ffff:127.0.0.1',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address, address.includes(':') ? 6 : 4)).toBe(false);
  });
});
