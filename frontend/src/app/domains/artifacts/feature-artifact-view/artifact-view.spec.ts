import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { jest } from '@jest/globals';

import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { sampleArtifact } from '../../../testing/samples';
import { ArtifactView } from './artifact-view';

const routes = [{ path: 'workflows/:workflowId/artifacts/:artifactId', component: ArtifactView }];
const address = '/workflows/wf_1/artifacts/art_1';
const brief = sampleArtifact({ id: 'art_0', path: 'project_brief.md', version_id: 'ver_0' });

async function open(newest = sampleArtifact({ dependencies: ['art_0', 'ver_x'] })): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, 'viewer');
  test.api
    .on('GET /api/artifacts/art_1/content', ({ query }) => ({
      artifact: { ...newest, version: Number(query.get('version') ?? newest.version) },
      content: '# Requirements\n\nText',
    }))
    .on('GET /api/workflows/wf_1/artifacts', { artifacts: [brief, newest], total_count: 2, next_cursor: null });
  await test.goTo(address);
  return test;
}

describe('a document', () => {
  it('is shown with what is known about it', async () => {
    const test = await open();
    expect(test.find('app-markdown h2').textContent).toBe('Requirements');
    for (const words of ['a'.repeat(64), '1.5 kB', 'm-1', 'Yes, no real model was asked'])
      expect(test.text).toContain(words);
    expect(test.find('a', 'Download').getAttribute('href')).toBe('/api/artifacts/art_1/download?version=1');
    expect(test.find('a', 'project_brief.md').getAttribute('href')).toBe('/workflows/wf_1/artifacts/art_0');
    expect(test.text).toContain('ver_x');
    expect(TestBed.inject(Title).getTitle()).toBe('requirements.md · BotArmy');
  });

  it('can be read at an earlier version', async () => {
    const test = await open(sampleArtifact({ version: 3 }));
    await test.choose('#version', '2');
    expect(TestBed.inject(Router).url).toBe(`${address}?version=2`);
    expect(test.text).toContain('Version 3 is newer than the one shown.');
    await test.choose('#version', '3');
    expect(TestBed.inject(Router).url).toBe(address);
  });

  it('tells when a newer version arrives', async () => {
    const test = await open();
    const newer = sampleArtifact({ version: 2 });
    test.api.on('GET /api/workflows/wf_1/artifacts', { artifacts: [brief, newer], total_count: 2, next_cursor: null });
    await test.receive({ type: 'artifact_recorded', workflow_id: 'wf_1' });
    expect(test.text).toContain('Version 2 is newer than the one shown.');
  });

  it('leads to its neighbours on a small screen', async () => {
    const test = await open();
    test.api.on('GET /api/artifacts/art_0/content', { artifact: brief, content: 'The brief' });
    await test.choose('#open-document', 'art_0');
    expect(test.text).toContain('The brief');
    expect(test.api.of('GET /api/workflows/wf_1/artifacts')).toHaveLength(1);
  });

  it('gives its checksum to the clipboard', async () => {
    const writeText = jest.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    const test = await open();
    await test.click('button', 'Copy checksum');
    expect(writeText).toHaveBeenCalledWith('a'.repeat(64));
    expect(test.find('button', 'Checksum copied')).toBeTruthy();
  });

  it.each([
    ['{"a":1}', '{\n  "a": 1\n}'],
    ['not json', 'not json'],
  ])('of JSON is indented where it can be (%s)', async (content, shown) => {
    const test = await open();
    const artifact = sampleArtifact({ path: 'metadata/a.json', type: 'json', metadata: {} });
    test.api.on('GET /api/artifacts/art_2/content', { artifact, content });
    await test.goTo('/workflows/wf_1/artifacts/art_2');
    expect(test.find('app-document-content pre').textContent).toBe(shown);
    expect(test.text).toContain('SimulatedNo');
  });

  it('without content says so', async () => {
    const test = await open();
    test.api.on('GET /api/artifacts/art_2/content', { artifact: brief, content: ' \n' });
    await test.goTo('/workflows/wf_1/artifacts/art_2');
    expect(test.text).toContain('This document is empty.');
  });

  it('that cannot be read says why', async () => {
    const test = await open();
    test.api.on('GET /api/artifacts/art_2/content', problem(503, 'checksum-mismatch'));
    await test.goTo('/workflows/wf_1/artifacts/art_2');
    expect(test.text).toContain('Detail of checksum-mismatch.');
    test.api.on('GET /api/artifacts/art_2/content', { artifact: brief, content: 'Back again' });
    await test.click('button', 'Try again');
    expect(test.text).toContain('Back again');
  });
});
