import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';

import { ConsoleTest } from '../../../testing/console-test';
import { problem } from '../../../testing/fake-api';
import { StartWorkflow } from './start-workflow';

const routes = [
  { path: 'workflows/new', component: StartWorkflow },
  { path: 'workflows/:workflowId', component: StartWorkflow },
];
const processes = [
  { name: 'sdlc', version: '1.0.0', title: 'Software development', estimated_duration_minutes: 25 },
  { name: 'review', version: '0.1.0', title: 'Review', estimated_duration_minutes: 5 },
];

async function open(): Promise<ConsoleTest> {
  const test = await ConsoleTest.create(routes, 'operator');
  test.api
    .on('GET /api/status', { processes, simulated: true })
    .on('POST /api/workflows/start', { workflow_id: 'wf_9', status: 'started', estimated_duration_minutes: 25 });
  await test.goTo('/workflows/new');
  return test;
}

const starts = 'POST /api/workflows/start';

describe('starting a workflow', () => {
  it('sends brief and process and opens the workflow', async () => {
    const test = await open();
    await test.type('#brief', 'A shop');
    test.find<HTMLInputElement>('input[value=review]').click();
    await test.click('button', 'Start workflow');
    expect(test.api.of(starts)[0]?.body).toEqual({ project_brief: 'A shop', workflow_type: 'review' });
    expect(TestBed.inject(Router).url).toBe('/workflows/wf_9');
  });

  it('counts characters as people do', async () => {
    const test = await open();
    await test.type('#brief', '👍👍👍');
    expect(test.text).toContain('3 of');
  });

  it.each([
    ['   ', 'Describe what is to be built.'],
    ['x'.repeat(20_001), 'Shorten the brief by 1 characters.'],
  ])('refuses a brief before it is sent (%#)', async (brief, words) => {
    const test = await open();
    await test.type('#brief', brief);
    await test.click('button', 'Start workflow');
    expect(test.text).toContain(words);
    expect(test.find('#brief').getAttribute('aria-invalid')).toBe('true');
    expect(test.api.of(starts)).toHaveLength(0);
  });

  it('shows at the brief what the platform says about it', async () => {
    const test = await open();
    test.api.on(starts, problem(400, 'brief-not-text'));
    await test.type('#brief', 'binary');
    await test.click('button', 'Start workflow');
    expect(test.find('#brief-error').textContent).toBe('Detail of brief-not-text.');
    await test.type('#brief', 'text');
    expect(test.page.querySelector('#brief-error')).toBeNull();
  });

  it('keeps the key of the intent until the intent changes', async () => {
    const test = await open();
    test.api.on(starts, new TypeError('Failed to fetch'));
    await test.type('#brief', 'A shop');
    await test.click('button', 'Start workflow');
    expect(test.text).toContain('The platform did not answer.');
    await test.click('button', 'Start workflow');
    await test.type('#brief', 'Another shop');
    await test.click('button', 'Start workflow');
    const keys = test.api.of(starts).map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('is sent by control and Enter', async () => {
    const test = await open();
    await test.type('#brief', 'A shop');
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    test.find('#brief').dispatchEvent(new KeyboardEvent('keydown', enter));
    await test.settle();
    expect(test.api.of(starts)).toHaveLength(0);
    test.find('#brief').dispatchEvent(new KeyboardEvent('keydown', { ...enter, ctrlKey: true }));
    await test.settle();
    expect(test.api.of(starts)).toHaveLength(1);
  });

  it('tells those who may not what they lack', async () => {
    const test = await ConsoleTest.create(routes, 'viewer');
    await test.goTo('/workflows/new');
    expect(test.text).toContain('needs the operator role; yours is viewer');
    expect(test.api.of('GET /api/status')).toHaveLength(0);
  });

  it('says when the catalogue is missing or empty', async () => {
    const test = await ConsoleTest.create(routes, 'operator');
    test.api.on('GET /api/status', problem(503, 'busy'));
    await test.goTo('/workflows/new');
    expect(test.text).toContain('Detail of busy.');
    test.api.on('GET /api/status', { processes: [], simulated: false });
    await test.click('button', 'Try again');
    expect(test.text).toContain('No process is installed');
  });
});
