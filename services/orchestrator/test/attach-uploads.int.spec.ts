import { getWorkflowStatus, startWorkflow } from '@botarmy/contracts';

import { OrchestratorPlatform, operator } from './platform.fixture';

describe('a workflow that begins with uploads', () => {
  let platform: OrchestratorPlatform;

  beforeAll(async () => {
    platform = await OrchestratorPlatform.start();
    platform.behave = () => 'silent';
    for (const name of ['one', 'two']) platform.shelf.uploads.set(`upl_${name}`, `Text of ${name}.`);
  });
  afterAll(() => platform?.stop());

  const start = (uploads: string[], key?: string) =>
    platform.gateway.ask(
      startWorkflow,
      { project_brief: 'Create a todo application', workflow_type: 'sdlc', uploads },
      operator(key === undefined ? {} : { idempotency_key: key }),
    );
  const documentsOf = (workflowId: string) =>
    [...platform.shelf.stored]
      .filter(([key]) => key.startsWith(`${workflowId}/`))
      .map(([, { artifact, content }]) => ({ path: artifact.path, content }));

  it('has their texts in the brief and as documents of their own', async () => {
    const { workflow_id } = await start(['upl_one', 'upl_two', 'upl_one']);
    const documents = documentsOf(workflow_id);
    expect(documents.map(({ path }) => path)).toEqual([
      'inputs/1-upl_one.md.md',
      'inputs/2-upl_two.md.md',
      'project_brief.md',
    ]);
    expect(documents[2]?.content).toMatch(
      /^Create a todo application[^]*## upl_one\.md[^]*Text of one\.[^]*Text of two\./,
    );
    const view = await platform.gateway.ask(getWorkflowStatus, { workflow_id }, operator());
    expect(view.title).toBe('Create a todo application');
  });

  it('does not begin with one that is not released, and begins under the same key once it is', async () => {
    await expect(start(['upl_three'], 'key-three')).rejects.toMatchObject({ status: 409, code: 'upload-not-released' });
    platform.shelf.uploads.set('upl_three', 'Text of three.');
    const { workflow_id } = await start(['upl_three'], 'key-three');
    expect(documentsOf(workflow_id)).toHaveLength(2);
    expect((await start(['upl_three'], 'key-three')).workflow_id).toBe(workflow_id);
    expect(documentsOf(workflow_id)).toHaveLength(2);
  });

  it('is refused when their texts are too long together', async () => {
    for (const id of ['upl_long', 'upl_longer']) platform.shelf.uploads.set(id, 'x'.repeat(200_000));
    await expect(start(['upl_long', 'upl_longer'])).rejects.toMatchObject({
      status: 413,
      code: 'attachments-too-long',
    });
  });
});
