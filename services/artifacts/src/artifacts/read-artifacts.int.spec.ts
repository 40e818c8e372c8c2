import { rmSync, writeFileSync } from 'node:fs';

import { Client } from 'pg';

import { createId, listArtifacts, readArtifact, readArtifactVersion } from '@botarmy/contracts';

import { callerOf, createArtifactsRig, OTHER_TENANT_ID } from '../artifacts.fixture';
import type { ArtifactsRig } from '../artifacts.fixture';

const DOCUMENTS = [
  'project_brief.md',
  'analysis_execution_plan.md',
  'architecture.md',
  'requirements.md',
  'metadata/agent_performance.json',
  'metadata/workflow_metadata.json',
];

describe('reading artifacts', () => {
  let rig: ArtifactsRig;
  let workflow_id: string;

  beforeAll(async () => {
    rig = await createArtifactsRig();
  });
  afterAll(() => rig.stop());
  beforeEach(() => {
    workflow_id = createId('wf');
  });

  const list = (request: object, caller = callerOf()) => rig.ask('gateway', listArtifacts, request, caller);
  const read = (artifact_id: string, version?: number, caller = callerOf()) =>
    rig.ask('gateway', readArtifact, { artifact_id, ...(version === undefined ? {} : { version }) }, caller);

  describe('a list', () => {
    it('has the brief first, the metadata files last, and paths between in order', async () => {
      await Promise.all([...DOCUMENTS].reverse().map((path) => rig.store({ workflow_id, path })));
      const { artifacts, total_count, next_cursor } = await list({ workflow_id });
      expect(artifacts.map(({ path }) => path)).toEqual(DOCUMENTS);
      expect({ total_count, next_cursor }).toEqual({ total_count: DOCUMENTS.length, next_cursor: null });
    });

    it('goes on after a cursor until nothing is left', async () => {
      await Promise.all(DOCUMENTS.map((path) => rig.store({ workflow_id, path })));
      const paths: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({
          workflow_id,
          limit: 4,
          ...(cursor === null ? {} : { cursor }),
        });
        expect(page.total_count).toBe(DOCUMENTS.length);
        paths.push(...page.artifacts.map(({ path }) => path));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect(paths).toEqual(DOCUMENTS);
    });

    it('over all workflows shows the newest first', async () => {
      const tenant = callerOf('ten_newest');
      const ids: string[] = [];
      for (const path of ['a.md', 'b.md', 'c.md']) {
        ids.push((await rig.store({ workflow_id: createId('wf'), path }, tenant)).artifact.artifact_id);
      }
      const first = await list({ limit: 2 }, tenant);
      const rest = await list({ limit: 2, cursor: first.next_cursor ?? '' }, tenant);
      expect([...first.artifacts, ...rest.artifacts].map(({ id }) => id)).toEqual(ids.reverse());
      expect(rest.next_cursor).toBeNull();
    });

    it('refuses a cursor of another listing', async () => {
      const { artifact } = await rig.store({ workflow_id: createId('wf') });
      const foreign = await rig.store({ workflow_id }, callerOf(OTHER_TENANT_ID));
      for (const cursor of [artifact.artifact_id, foreign.artifact.artifact_id, createId('art')]) {
        await expect(list({ workflow_id, cursor })).rejects.toMatchObject({ status: 400, code: 'validation-failed' });
      }
    });

    it('ends a page early rather than exceed a message', async () => {
      const metadata = { notes: 'n'.repeat(16_000) };
      const stores = Array.from({ length: 60 }, (_, index) =>
        rig.store({ workflow_id, path: `part-${String(index).padStart(2, '0')}.md`, metadata }),
      );
      await Promise.all(stores);
      const first = await list({ workflow_id, limit: 60 });
      expect(first.artifacts.length).toBeLessThan(60);
      const rest = await list({ workflow_id, limit: 60, cursor: first.next_cursor ?? '' });
      expect(first.artifacts.length + rest.artifacts.length).toBe(60);
    });

    it('is empty for a workflow nobody knows', async () => {
      expect(await list({ workflow_id })).toEqual({ artifacts: [], total_count: 0, next_cursor: null });
    });
  });

  describe('an artifact', () => {
    it('has the metadata of the specification, with artifact ids for dependencies', async () => {
      const brief = await rig.store({ workflow_id, path: 'project_brief.md', agent_id: 'orchestrator' });
      const newerBrief = await rig.store({ workflow_id, path: 'project_brief.md', operation_key: 'brief.2' });
      const { artifact } = await rig.store({
        workflow_id,
        dependencies: [brief.artifact.version_id, newerBrief.artifact.version_id],
      });
      const reply = await read(artifact.artifact_id);
      expect(reply.content).toBe('# Requirements\n');
      expect(reply.artifact).toEqual({
        id: artifact.artifact_id,
        name: 'Requirements',
        type: 'markdown',
        path: 'requirements.md',
        agent_id: 'analyst',
        stage: 'analyze',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        modified_at: reply.artifact.created_at,
        size_bytes: 15,
        checksum: artifact.sha256,
        dependencies: [brief.artifact.artifact_id],
        metadata: { simulated: true, attempt: 1 },
        workflow_id,
        version: 1,
        version_id: artifact.version_id,
      });
    });

    it('is read at its newest version, or at the asked one as it was then', async () => {
      const { artifact } = await rig.store({ workflow_id, content: 'first' });
      await rig.store({ workflow_id, operation_key: 'requirements.2', content: 'second', agent_id: 'architect' });
      const newest = await read(artifact.artifact_id);
      const first = await read(artifact.artifact_id, 1);
      expect(newest).toMatchObject({ content: 'second', artifact: { version: 2, agent_id: 'architect' } });
      expect(first).toMatchObject({ content: 'first', artifact: { version: 1, agent_id: 'analyst' } });
      expect(first.artifact.created_at).toBe(newest.artifact.created_at);
      expect(Date.parse(newest.artifact.modified_at)).toBeGreaterThanOrEqual(Date.parse(first.artifact.modified_at));
    });

    it("is not found in the same words when it is unknown, another tenant's, or has no such version", async () => {
      const { artifact } = await rig.store({ workflow_id });
      const refusals = await Promise.all(
        [
          read(createId('art')),
          read(artifact.artifact_id, undefined, callerOf(OTHER_TENANT_ID)),
          read(artifact.artifact_id, 1, callerOf(OTHER_TENANT_ID)),
          read(artifact.artifact_id, 2),
          read('no-id-at-all'),
        ].map((asked) =>
          asked.then(
            () => undefined,
            ({ status, code, detail }) => ({ status, code, detail }),
          ),
        ),
      );
      expect(refusals[0]).toMatchObject({ status: 404, code: 'artifact-not-found' });
      expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    });

    it.each([
      ['changed', (file: string): void => writeFileSync(file, 'other words')],
      ['lost', (file: string): void => rmSync(file)],
    ])('is refused, not shown, when its bytes are %s', async (name, damage) => {
      const { artifact } = await rig.store({ workflow_id, content: `bytes that will be ${name}` });
      damage(rig.blobFile(artifact.sha256));
      const before = await rig.metric('botarmy_artifact_corrupt_reads_total');
      await expect(read(artifact.artifact_id)).rejects.toMatchObject({ status: 500, code: 'artifact-corrupt' });
      expect(await rig.metric('botarmy_artifact_corrupt_reads_total')).toBe(before + 1);
    });
  });

  describe('a version', () => {
    it('is read by id and hash', async () => {
      const { artifact } = await rig.store({ workflow_id, content: 'an input' });
      const { version_id, sha256 } = artifact;
      const request = { workflow_id, version_id, sha256 };
      expect(await rig.ask('agent-runner', readArtifactVersion, request)).toEqual({ content: 'an input' });
    });

    it('is refused under another hash, in another workflow and for another tenant', async () => {
      const { artifact } = await rig.store({ workflow_id });
      const { version_id, sha256 } = artifact;
      const ask = (changes: object, caller = callerOf()) =>
        rig.ask('agent-runner', readArtifactVersion, { workflow_id, version_id, sha256, ...changes }, caller);
      const notFound = { status: 404, code: 'artifact-not-found' };
      await expect(ask({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ status: 409, code: 'checksum-mismatch' });
      await expect(ask({ workflow_id: createId('wf') })).rejects.toMatchObject(notFound);
      await expect(ask({ version_id: createId('ver') })).rejects.toMatchObject(notFound);
      await expect(ask({}, callerOf(OTHER_TENANT_ID))).rejects.toMatchObject(notFound);
    });
  });

  describe('the database', () => {
    let client: Client;
    beforeEach(async () => {
      const url = new URL(rig.database.serviceUrl);
      url.searchParams.delete('schema');
      client = new Client({ connectionString: url.href, options: '-c search_path=artifacts' });
      await client.connect();
    });
    afterEach(() => client.end());

    it.each(['artifact', 'artifact_version'])(
      'shows no row of %s without a tenant, and only its own with one',
      async (table) => {
        await rig.store({ workflow_id });
        await rig.store({ workflow_id }, callerOf(OTHER_TENANT_ID));
        const tenants = async () => (await client.query(`SELECT DISTINCT tenant_id FROM ${table}`)).rows;
        expect(await tenants()).toEqual([]);
        await client.query("SELECT set_config('botarmy.tenant', 'ten_other', false)");
        expect(await tenants()).toEqual([{ tenant_id: OTHER_TENANT_ID }]);
      },
    );

    it('lets the service neither change nor remove a stored version', async () => {
      await client.query("SELECT set_config('botarmy.tenant', '*', false)");
      await expect(client.query("UPDATE artifact_version SET name = 'x'")).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM artifact_version')).rejects.toThrow('permission denied');
      await expect(client.query('DELETE FROM artifact')).rejects.toThrow('permission denied');
    });
  });
});
