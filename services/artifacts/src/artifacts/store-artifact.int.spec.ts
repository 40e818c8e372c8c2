import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { connect, nkeyAuthenticator } from 'nats';

import {
  ArtifactVersionStored,
  artifactVersionStored,
  assertPayload,
  createId,
  findStoredArtifact,
  readArtifact,
  subjectOf,
} from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';
import { blobDigest } from '../blobs/blob-digest';

describe('storing an artifact', () => {
  let rig: ArtifactsRig;
  let workflow_id: string;

  beforeAll(async () => {
    rig = await createArtifactsRig();
  });
  afterAll(() => rig.stop());
  beforeEach(() => {
    workflow_id = createId('wf');
  });

  const versionsOf = (workflowId: string) =>
    rig.database.query<{ path: string; version: number; operation_key: string }>(
      `SELECT a.path, v.version, v.operation_key FROM artifacts.artifact a JOIN artifacts.artifact_version v USING (artifact_id)
        WHERE a.workflow_id = $1 ORDER BY a.path, v.version`,
      [workflowId],
    );
  /** Of stores; what makes documents searchable is written beside them, later. */
  const storeCommits = () => rig.metric('botarmy_artifact_commit_versions_count');

  it('answers with a reference to version 1 and keeps the bytes under their hash', async () => {
    const { artifact, created } = await rig.store({ workflow_id, content: 'größer' });
    const sha256 = blobDigest(Buffer.from('größer'));
    expect(created).toBe(true);
    expect(artifact).toEqual({
      artifact_id: expect.stringMatching(/^art_[a-z2-7]{26}$/),
      version_id: expect.stringMatching(/^ver_[a-z2-7]{26}$/),
      version: 1,
      path: 'requirements.md',
      sha256,
      size_bytes: 8,
    });
    expect(existsSync(rig.blobFile(sha256))).toBe(true);
  });

  it('returns the first version when an operation is repeated, even with other content', async () => {
    const first = await rig.store({ workflow_id });
    const again = await rig.store({ workflow_id });
    const different = await rig.store({ workflow_id, content: 'other words', agent_id: 'developer' });
    expect(again).toEqual({ artifact: first.artifact, created: false });
    expect(different).toEqual({ artifact: first.artifact, created: false });
    expect(await versionsOf(workflow_id)).toHaveLength(1);
  });

  it('makes the next version for a new operation, also of the same bytes', async () => {
    const first = await rig.store({ workflow_id });
    const second = await rig.store({ workflow_id, operation_key: 'requirements.2' });
    const third = await rig.store({ workflow_id, operation_key: 'requirements.3', content: 'better' });
    expect([second, third].map(({ artifact }) => artifact.version)).toEqual([2, 3]);
    expect(second.artifact.artifact_id).toBe(first.artifact.artifact_id);
    expect(second.artifact.sha256).toBe(first.artifact.sha256);
    expect(second.artifact.version_id).not.toBe(first.artifact.version_id);
  });

  it('stores one version when 50 identical requests come at once, from two replicas', async () => {
    const replica = await rig.startReplica();
    const replies = await Promise.all(Array.from({ length: 50 }, () => rig.store({ workflow_id })));
    await replica.close();
    expect(replies.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(replies.map(({ artifact }) => artifact.version_id)).size).toBe(1);
    expect(await versionsOf(workflow_id)).toHaveLength(1);
  });

  it('numbers the versions without a gap when 50 operations write one path at once, from two replicas', async () => {
    const replica = await rig.startReplica();
    const operations = Array.from({ length: 50 }, (_, index) => `requirements.${index}`);
    const paths = ['a.md', 'b.md'];
    const stores = operations.flatMap((operation_key, index) =>
      (index % 2 === 0 ? paths : [...paths].reverse()).map((path) => rig.store({ workflow_id, path, operation_key })),
    );
    const replies = await Promise.all(stores);
    await replica.close();
    expect(replies.every(({ created }) => created)).toBe(true);
    const versions = await versionsOf(workflow_id);
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    for (const path of paths) {
      expect(versions.filter((row) => row.path === path).map(({ version }) => version)).toEqual(numbers);
    }
  });

  it('takes one commit for a lone store', async () => {
    const before = await storeCommits();
    await rig.store({ workflow_id });
    expect((await storeCommits()) - before).toBe(1);
  });

  it('groups what comes at once into few commits', async () => {
    const before = await storeCommits();
    const ids = Array.from({ length: 64 }, () => createId('wf'));
    await Promise.all(ids.map((id) => rig.store({ workflow_id: id, content: `brief of ${id}` })));
    const commits = (await storeCommits()) - before;
    expect(commits).toBeGreaterThanOrEqual(1);
    expect(commits).toBeLessThanOrEqual(16);
  });

  it('keeps tenants of one commit apart', async () => {
    const callers = [callerOf(), callerOf(OTHER_TENANT_ID)];
    const stores = Array.from({ length: 20 }, (_, index) =>
      rig.store({ workflow_id, operation_key: `requirements.${index}` }, callers[index % 2]),
    );
    const artifactIds = (await Promise.all(stores)).map(({ artifact }) => artifact.artifact_id);
    expect(new Set(artifactIds.filter((_, index) => index % 2 === 0)).size).toBe(1);
    expect(new Set(artifactIds).size).toBe(2);
    const rows = await rig.database.query(
      `SELECT a.tenant_id, count(*)::int AS versions FROM artifacts.artifact a
         JOIN artifacts.artifact_version v USING (artifact_id, tenant_id)
        WHERE a.workflow_id = $1 GROUP BY 1 ORDER BY 1`,
      [workflow_id],
    );
    expect(rows).toEqual([
      { tenant_id: 'ten_default', versions: 10 },
      { tenant_id: OTHER_TENANT_ID, versions: 10 },
    ]);
  });

  it('announces each new version once, with its number, in the same transaction', async () => {
    const { NATS_URL, NATS_NKEY_SEED } = rig.broker.environmentOf('orchestrator');
    const connection = await connect({
      servers: NATS_URL,
      authenticator: nkeyAuthenticator(new TextEncoder().encode(NATS_NKEY_SEED)),
      inboxPrefix: '_INBOX_orchestrator',
    });
    const jetstream = await connection.jetstreamManager({ checkAPI: false });
    const filter = subjectOf(artifactVersionStored as never, 'ten_default', workflow_id);
    const stored = await rig.store({ workflow_id, metadata: {} });
    await rig.store({ workflow_id });
    const next = await rig.store({ workflow_id, operation_key: 'requirements.2' });
    const subjects = await waitFor(
      async () => {
        const info = await jetstream.streams.info('EVENTS', { subjects_filter: filter });
        return (info.state.subjects?.[filter] ?? 0) >= 2 && info.state.subjects;
      },
      { describe: 'the news of two versions' },
    );
    expect(subjects).toEqual({ [filter]: 2 });
    const last = await jetstream.streams.getMessage('EVENTS', { last_by_subj: filter });
    const payload: unknown = JSON.parse(new TextDecoder().decode(last.data));
    assertPayload(ArtifactVersionStored, payload);
    expect(payload).toMatchObject({ workflow_id, artifact: next.artifact, agent_id: 'analyst', simulated: true });
    expect(stored.artifact.version).toBe(1);
    expect(await rig.database.query('SELECT 1 FROM artifacts.outbox')).toEqual([]);
    await connection.close();
  });

  it('finds what an operation has stored, and nothing of another', async () => {
    const { artifact } = await rig.store({ workflow_id });
    const operation = { workflow_id, path: 'requirements.md', operation_key: 'requirements.1' };
    expect(await rig.ask('agent-runner', findStoredArtifact, operation)).toEqual({ artifact });
    const others = [
      { ...operation, operation_key: 'requirements.2' },
      { ...operation, path: 'architecture.md' },
      { ...operation, workflow_id: createId('wf') },
    ];
    for (const other of others) {
      expect(await rig.ask('agent-runner', findStoredArtifact, other)).toEqual({ artifact: null });
    }
    expect(await rig.ask('agent-runner', findStoredArtifact, operation, callerOf(OTHER_TENANT_ID))).toEqual({
      artifact: null,
    });
  });

  it('goes on where a process died between blob and row', async () => {
    const content = `left by a process that was killed while it stored for ${workflow_id}`;
    const { artifact } = await rig.store({ workflow_id: createId('wf'), content });
    await rig.database.query(
      'WITH gone AS (DELETE FROM artifacts.artifact_version WHERE sha256 = $1 RETURNING artifact_id) DELETE FROM artifacts.artifact USING gone WHERE artifact.artifact_id = gone.artifact_id',
      [artifact.sha256],
    );
    expect(existsSync(rig.blobFile(artifact.sha256))).toBe(true);
    const retried = await rig.store({ workflow_id, content });
    expect(retried).toMatchObject({ created: true, artifact: { version: 1, sha256: artifact.sha256 } });
    const read = await rig.ask('gateway', readArtifact, { artifact_id: retried.artifact.artifact_id });
    expect(read.content).toBe(content);
  });

  it('brings a lost blob back when the store is repeated', async () => {
    const content = `lost for ${workflow_id}`;
    const { artifact } = await rig.store({ workflow_id, content });
    rmSync(rig.blobFile(artifact.sha256));
    await rig.store({ workflow_id, content });
    const read = await rig.ask('gateway', readArtifact, { artifact_id: artifact.artifact_id });
    expect(read.content).toBe(content);
  });

  it.each([
    ['an unsafe path', { path: '../outside.md' }, { status: 400, code: 'validation-failed' }],
    ['text that cannot be stored', { metadata: { a: '\0' } }, { status: 400, code: 'validation-failed' }],
    ['an id that is no token', { workflow_id: 'WF.*' }, { status: 400, code: 'validation-failed' }],
    ['too much content', { content: 'ä'.repeat(262_145) }, { status: 413, code: 'artifact-too-large' }],
    ['a version nobody stored', { dependencies: [createId('ver')] }, { status: 422, code: 'unknown-dependency' }],
  ])('refuses %s and changes nothing', async (_name, changes, problem) => {
    const count = async () => (await rig.database.query('SELECT 1 FROM artifacts.artifact_version')).length;
    const before = await count();
    await expect(rig.store({ workflow_id, ...changes })).rejects.toMatchObject(problem);
    expect(await count()).toBe(before);
    expect(readdirSync(join(rig.blobDirectory, 'incoming'))).toEqual([]);
  });

  it('refuses a dependency on another workflow or tenant, and stores the others of the same commit', async () => {
    const elsewhere = await rig.store({ workflow_id: createId('wf') });
    const foreign = await rig.store({ workflow_id }, callerOf(OTHER_TENANT_ID));
    const results = await Promise.allSettled([
      rig.store({ workflow_id, path: 'a.md', dependencies: [elsewhere.artifact.version_id] }),
      rig.store({ workflow_id, path: 'b.md' }),
      rig.store({ workflow_id, path: 'c.md', dependencies: [foreign.artifact.version_id] }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    const own = (await versionsOf(workflow_id)).map(({ path }) => path);
    expect(own).toEqual(['b.md', 'requirements.md']);
  });

  it('counts stores and bytes', async () => {
    const requests = (outcome: string) => rig.metric('botarmy_artifact_store_requests_total', `{outcome="${outcome}"}`);
    const bytes = () => rig.metric('botarmy_artifact_stored_bytes_total');
    const before = [await requests('created'), await requests('repeated'), await bytes()];
    await rig.store({ workflow_id, content: '12345' });
    await rig.store({ workflow_id, content: '12345' });
    const after = [await requests('created'), await requests('repeated'), await bytes()];
    expect(after.map((value, index) => value - (before[index] ?? 0))).toEqual([1, 1, 5]);
  });
});
