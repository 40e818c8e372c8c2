import type { Server } from 'node:net';
import { gzipSync } from 'node:zlib';

import { strToU8, zipSync } from 'fflate';

import { BotArmyProblem, createBotArmyClient } from '@botarmy/sdk';
import type { BotArmyClient, UploadView } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

import type { Platform } from '../src/platform/platform';
import { createScratch, startTestPlatform, testEnvironment } from './platform.fixture';
import { addressOf, EICAR, sendEndless, sizeOf, startScanner } from './uploads.fixture';

const MEBIBYTE = 1_048_576;
const PATIENCE_MS = 30_000;

describe('uploads through the whole platform', () => {
  const scratch = createScratch();
  let scanner: Server;
  let address: string;
  let platform: Platform;
  let client: BotArmyClient;
  beforeAll(async () => {
    scanner = await startScanner();
    address = addressOf(scanner);
    platform = await startTestPlatform(scratch, { environment: testEnvironment({ CLAMD_ADDRESS: address }) });
    client = createBotArmyClient({ baseUrl: platform.url });
    await client.signIn(platform.demoUser ?? { email: '', password: '' });
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    scanner.close();
    scratch.remove();
  }, PATIENCE_MS);

  const upload = (name: string, content: string | Uint8Array<ArrayBuffer>): Promise<UploadView> =>
    client.uploadFile({ file: new File([content], name) });
  const until = (upload_id: string, status: string): Promise<unknown> =>
    waitFor(async () => (await client.getUpload({ upload_id })).status === status, {
      timeoutMs: PATIENCE_MS,
      describe: `the upload to be ${status}`,
    });
  const codeOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'none',
      (error: unknown) => (error instanceof BotArmyProblem ? error.code : error),
    );
  const download = (upload_id: string): Promise<unknown> => client.downloadUpload({ upload_id }, { parseAs: 'blob' });

  it('never hands out the test virus, plain, zipped or gzipped', async () => {
    const files: [string, string | Uint8Array<ArrayBuffer>][] = [
      ['eicar.txt', EICAR],
      ['eicar.zip', new Uint8Array(zipSync({ 'a.txt': strToU8(EICAR) }))],
      ['eicar.gz', new Uint8Array(gzipSync(EICAR))],
    ];
    for (const [name, content] of files) {
      const { id } = await upload(name, content);
      expect(['upload-not-released', 'upload-infected']).toContain(await codeOf(download(id)));
      await until(id, 'infected');
      expect(await codeOf(download(id))).toBe('upload-infected');
      expect(await codeOf(client.readUploadText({ upload_id: id }))).toBe('upload-infected');
    }
  });

  it('gives a clean file to a workflow, which keeps it as a document', async () => {
    const { id } = await upload('notes.md', '# Notes\n\nThe door is red.\n');
    await until(id, 'clean');
    const blob = (await download(id)) as Blob;
    expect(await blob.text()).toBe('# Notes\n\nThe door is red.\n');
    const { workflow_id } = await client.startWorkflow({ project_brief: 'A shop.', uploads: [id] });
    const { artifacts } = await client.listWorkflowArtifacts({ workflow_id });
    expect(artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['inputs/1-notes.md.md', 'project_brief.md']),
    );
    const brief = artifacts.find(({ path }) => path === 'project_brief.md');
    const { content } = await client.readArtifact({ artifact_id: brief?.id ?? '' });
    expect(content).toContain('The door is red.');
    const provenance = await client.getArtifactProvenance({ artifact_id: brief?.id ?? '' });
    expect(provenance.inputs.map(({ path }) => path)).toEqual(['inputs/1-notes.md.md']);
  });

  it('spends less than 2 MB of disk on what it refuses', async () => {
    const before = sizeOf(platform.folder.blobs);
    const endless = await sendEndless(platform.url, client.token ?? '', 5_120);
    expect(endless.status).toBe(413);
    expect(endless.sent).toBeLessThan(64);
    const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * MEBIBYTE)));
    expect(await codeOf(upload('bomb.gz', bomb))).toBe('archive-too-large');
    expect(await codeOf(upload('lies.pdf', 'no PDF'))).toBe('upload-type-mismatch');
    expect(sizeOf(platform.folder.blobs) - before).toBeLessThan(2 * MEBIBYTE);
  });

  it('row 32: answers while the scanner is away, releases nothing, and scans when it is back', async () => {
    await new Promise((resolve) => scanner.close(resolve));
    const { id, status } = await upload('waits.md', '# Waits');
    expect(status).toBe('quarantined');
    await waitFor(async () => (await client.getUpload({ upload_id: id })).scan_problem === 'scanner-unreachable', {
      timeoutMs: PATIENCE_MS,
      describe: 'a failed scan',
    });
    expect(await codeOf(download(id))).toBe('upload-not-released');
    expect(await client.getScannerStatus()).toMatchObject({ status: 'unreachable', waiting: 1 });
    scanner = await startScanner(Number(address.split(':')[1]));
    await until(id, 'clean');
  });
});
