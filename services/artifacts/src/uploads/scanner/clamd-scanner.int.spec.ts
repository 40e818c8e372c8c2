import { SystemClock } from '@botarmy/chassis';
import { FakeClock, waitFor } from '@botarmy/testing';

import { gzipOf, zipOf } from '../inspection/archives.fixture';
import { ClamdScanner } from './clamd-scanner';
import { EICAR, ScannerStandIn } from './scanner-stand-in.fixture';

const DEADLINE_MS = 30_000;

describe('the client of clamd', () => {
  let clamd: ScannerStandIn;
  let scanner: ClamdScanner;

  beforeEach(async () => {
    clamd = await ScannerStandIn.start();
    scanner = new ClamdScanner({ address: clamd.address, deadlineMs: DEADLINE_MS }, new SystemClock());
  });
  afterEach(() => clamd.stop());

  it.each([
    ['plain', Buffer.from(EICAR)],
    ['in a zip', zipOf({ 'a.txt': EICAR })],
    ['in gzip', gzipOf(EICAR)],
    ['behind other bytes', Buffer.concat([Buffer.alloc(700_000, 32), Buffer.from(EICAR)])],
  ])('reports the test file %s', async (_name, bytes) => {
    const finding = 'Eicar-Test-Signature';
    await expect(scanner.scan([bytes])).resolves.toEqual({ outcome: 'infected', finding });
  });

  it('reports what is clean, in one piece or many, and nothing at all', async () => {
    for (const pieces of [[Buffer.from('a')], Array.from({ length: 30 }, () => Buffer.alloc(100_000, 97)), []]) {
      await expect(scanner.scan(pieces)).resolves.toEqual({ outcome: 'clean' });
    }
  });

  it.each([
    ['an error', 'INSTREAM size limit exceeded. ERROR'],
    ['half a verdict', 'stream: OK and more'],
    ['a verdict on something else', '/etc/passwd: OK'],
    ['a finding with a line break', 'stream: a\nb FOUND'],
    ['nothing', ''],
    ['no end', 'x'.repeat(10_000)],
  ])('takes %s for no verdict', async (_name, says) => {
    clamd.mood = { says };
    await expect(scanner.scan([Buffer.from('a')])).rejects.toMatchObject({ failure: 'scanner-refused' });
  });

  it('says when nobody listens and when the other side hangs up', async () => {
    clamd.mood = 'hangs-up';
    const unreachable = { failure: 'scanner-unreachable' };
    await expect(scanner.scan([Buffer.alloc(1_000_000)])).rejects.toMatchObject(unreachable);
    await clamd.stop();
    await expect(scanner.scan([Buffer.from('a')])).rejects.toMatchObject(unreachable);
    clamd = await ScannerStandIn.start();
  });

  it.each<['silent' | 'deaf', number]>([
    ['silent', 1],
    ['deaf', 8_000_000],
  ])('gives up at the deadline when the scanner is %s', async (mood, bytes) => {
    clamd.mood = mood;
    const clock = new FakeClock();
    const waiting = new ClamdScanner({ address: clamd.address, deadlineMs: DEADLINE_MS }, clock);
    const verdict = waiting.scan([Buffer.alloc(bytes)]);
    const failed = expect(verdict).rejects.toMatchObject({ failure: 'scanner-timeout' });
    await waitFor(() => clamd.connections > 0, { describe: 'the connection' });
    await clock.advance(DEADLINE_MS);
    await failed;
  });

  it('passes on what reading the file throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      throw new Error('the blob is damaged');
    }
    await expect(scanner.scan(broken())).rejects.toThrow('the blob is damaged');
  });

  it('tells engine and age of the signatures', async () => {
    await expect(scanner.version()).resolves.toEqual({
      engine: 'ClamAV 1.4.6',
      signaturesVersion: 27_821,
      signaturesMadeAt: new Date('2026-11-23T09:12:44Z'),
    });
    clamd.version = 'ClamAV 1.4.6';
    await expect(scanner.version()).resolves.toMatchObject({ signaturesVersion: null, signaturesMadeAt: null });
    clamd.version = 'sshd 9';
    await expect(scanner.version()).rejects.toMatchObject({ failure: 'scanner-refused' });
  });
});
