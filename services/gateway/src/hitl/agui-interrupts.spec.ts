import type { ResumeEntry } from '@ag-ui/core';
import { RunFinishedInterruptOutcomeSchema } from '@ag-ui/core/schemas';

import { createId } from '@botarmy/contracts';
import type { HitlRequestView } from '@botarmy/contracts';

import { answersOf, interruptOutcomeOf } from './agui-interrupts';

const REQUEST: HitlRequestView = {
  id: createId('hitl'),
  workflow_id: 'wf_a',
  agent_id: 'architect',
  type: 'approval',
  title: 'Architecture Review Required',
  description: 'Please review',
  status: 'pending',
  created_at: '2026-01-01T00:00:00.000Z',
  resolved_at: null,
  context: { stage: 'design', artifacts: [] },
  options: [
    { value: 'approve', label: 'Approve as-is' },
    { value: 'reject', label: 'Reject and restart' },
  ],
  artifact_versions: [],
  response: null,
  binding: 'abc',
};

describe('a run that waits for people', () => {
  it('ends with an interrupt the protocol knows, one per open request', () => {
    const outcome = interruptOutcomeOf([REQUEST, { ...REQUEST, status: 'approved' }]);
    expect(RunFinishedInterruptOutcomeSchema.safeParse(outcome).success).toBe(true);
    expect(outcome?.interrupts).toMatchObject([
      {
        id: REQUEST.id,
        reason: 'approval',
        message: 'Architecture Review Required\n\nPlease review',
        responseSchema: {
          properties: { response: { oneOf: [{ const: 'approve', title: 'Approve as-is' }, { const: 'reject' }] } },
        },
        metadata: { workflow_id: 'wf_a', binding: 'abc' },
      },
    ]);
  });

  it('says what values questions of an agent take', () => {
    const response_schema = { type: 'object', properties: { database: { enum: ['PostgreSQL', 'SQLite'] } } };
    const outcome = interruptOutcomeOf([{ ...REQUEST, type: 'input', options: [], response_schema }]);
    expect(RunFinishedInterruptOutcomeSchema.safeParse(outcome).success).toBe(true);
    expect(outcome?.interrupts[0]?.responseSchema).toMatchObject({
      required: ['input'],
      properties: { input: response_schema, response: { type: 'string' } },
    });
  });

  it('ends as usual when nothing waits', () => {
    expect(interruptOutcomeOf([{ ...REQUEST, status: 'cancelled' }])).toBeUndefined();
  });
});

describe('a run that resumes', () => {
  it('answers what it names and leaves what was abandoned', () => {
    const [other, third] = [createId('hitl'), createId('hitl')];
    const resume: ResumeEntry[] = [
      { interruptId: REQUEST.id, status: 'resolved', payload: { response: 'modify', modifications: ['Shorter'] } },
      { interruptId: other, status: 'resolved', payload: 'approve' },
      { interruptId: third, status: 'resolved', payload: { input: { database: 'SQLite' } } },
      { interruptId: createId('hitl'), status: 'cancelled' },
    ];
    expect(answersOf(resume)).toEqual([
      { request_id: REQUEST.id, response: 'modify', modifications: ['Shorter'] },
      { request_id: other, response: 'approve' },
      { request_id: third, response: 'approve', input: { database: 'SQLite' } },
    ]);
  });

  it.each<[string, Partial<ResumeEntry>, string]>([
    ['no request', { interruptId: 'wf_a', payload: 'approve' }, 'resume.0.interruptId'],
    ['no answer', {}, 'resume.0.payload.response'],
    ['an answer longer than any option', { payload: { response: 'x'.repeat(201) } }, 'resume.0.payload.response'],
    ['values that are none', { payload: { input: ['SQLite'] } }, 'resume.0.payload.input'],
    ['feedback that is no text', { payload: { response: 'reject', feedback: 7 } }, 'resume.0.payload.feedback'],
    [
      'wishes that are no texts',
      { payload: { response: 'modify', modifications: [1] } },
      'resume.0.payload.modifications',
    ],
  ])('is refused for %s', (_name, entry, path) => {
    const resume: ResumeEntry = { interruptId: REQUEST.id, status: 'resolved', ...entry };
    let refusal: unknown;
    try {
      answersOf([resume]);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ status: 400, code: 'resume-invalid', errors: [{ path }] });
  });
});
