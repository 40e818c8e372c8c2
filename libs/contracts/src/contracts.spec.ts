import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import fc from 'fast-check';

import { agentTaskCompleted } from './agent-task/agent-task-completed.v1';
import { executeAgentTask } from './agent-task/execute-agent-task.v1';
import { serviceCaller } from './caller';
import { agentPoolConsumer, CONSUMERS, insightsEveryEvent } from './consumers';
import { createId, isId } from './ids';
import { jsonSchemaOf } from './json-schema';
import { MESSAGES } from './messages';
import { natsPermissionsOf } from './permissions';
import { QUESTIONS } from './questions';
import { hasRole } from './roles';
import { databaseSchema, inboxPrefix, SERVICE_NAMES } from './service-names';
import { SessionEnded } from './session/session-ended.v1';
import { ArtifactReference } from './shared/artifact-reference';
import { STREAMS } from './streams';
import { liveSubject, parseSubject, subjectFilterOf, subjectOf, UnsafeSubjectTokenError } from './subjects';
import { assertPayload, InvalidPayloadError } from './validation';
import { StartWorkflowRequest } from './workflow/workflow-questions.v1';
import { WorkflowStatusView } from './workflow/workflow-views.v1';

const reference: ArtifactReference = {
  artifact_id: 'art_a',
  version_id: 'ver_a',
  version: 1,
  path: 'requirements.md',
  sha256: 'a'.repeat(64),
  size_bytes: 12,
};

describe('an id', () => {
  it('carries its prefix and 26 base-32 characters', () => {
    expect(createId('wf')).toMatch(/^wf_[a-z2-7]{26}$/);
    expect(isId(createId('hitl'), 'hitl')).toBe(true);
    expect(isId(createId('hitl'), 'wf')).toBe(false);
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 40),
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        (time, later, random) => {
          expect(createId('wf', time, random) < createId('wf', time + later, random)).toBe(true);
        },
      ),
    );
  });

  it('keeps all random bits apart from the version and variant', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => createId('msg', 1)));
    expect(ids.size).toBe(1_000);
  });
});

describe('a subject', () => {
  it('is built from the declaration, the tenant and the key, and can be read back', () => {
    const subject = subjectOf(executeAgentTask, 'ten_default', 'analyst', 'wf_a-requirements');
    expect(subject).toBe('cmd.ten_default.agent-task.execute.v1.analyst.wf_a-requirements');
    expect(parseSubject(subject)).toEqual({
      tenantId: 'ten_default',
      entity: 'agent-task',
      verb: 'execute',
      version: 'v1',
      key: ['analyst', 'wf_a-requirements'],
    });
    expect(parseSubject('rpc.something')).toBeUndefined();
    expect(parseSubject('evt.only')).toBeUndefined();
  });

  it('refuses tokens that could widen it', () => {
    for (const token of ['*', '>', 'a.b', '', 'A', ' ', 'x'.repeat(65)]) {
      expect(() => subjectOf(executeAgentTask, token, 'analyst', 'k')).toThrow(UnsafeSubjectTokenError);
    }
    expect(() => liveSubject('ten_default', '>')).toThrow(UnsafeSubjectTokenError);
  });

  it('of every message lies in exactly one stream', () => {
    for (const message of MESSAGES) {
      const first = subjectFilterOf(message).split('.').slice(0, 3).join('.');
      const matching = STREAMS.filter((stream) =>
        stream.subjects.some((subject) =>
          subject === 'evt.>' ? first.startsWith('evt.') : first === subject.split('.').slice(0, 3).join('.'),
        ),
      );
      expect(matching.map((stream) => stream.name)).toEqual([message.stream]);
    }
  });
});

describe('a consumer', () => {
  it('is named after its service and handler, once', () => {
    const durables = CONSUMERS.map((consumer) => consumer.durable);
    expect(new Set(durables).size).toBe(durables.length);
    for (const consumer of CONSUMERS) expect(consumer.durable.startsWith(`${consumer.service}-`)).toBe(true);
    expect(insightsEveryEvent.filter).toBe('evt.>');
  });

  it('of a pool reads that pool alone', () => {
    expect(agentPoolConsumer('analyst')).toMatchObject({
      durable: 'agent-runner-analyst',
      filter: 'cmd.*.agent-task.execute.v1.analyst.>',
      stream: 'AGENT_TASKS',
    });
  });
});

describe('a payload', () => {
  it('is accepted when it matches its class', () => {
    expect(() => assertPayload(ArtifactReference, { ...reference })).not.toThrow();
  });

  it('is refused with the place and the reason, never the value', () => {
    const wrong = { ...reference, version: 0, sha256: 'secret-value', extra: 1 };
    try {
      assertPayload(ArtifactReference, wrong);
      throw new Error('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidPayloadError);
      const text = String(error);
      expect(text).toContain('/version');
      expect(text).toContain('/sha256');
      expect(text).toContain('extra');
      expect(text).not.toContain('secret-value');
    }
  });

  it('checks nested objects and lists', () => {
    const payload = { workflow_id: 'wf_a', task_id: 't', attempt: 1, lease: 1, artifact: { ...reference, path: 1 } };
    expect(() => assertPayload(agentTaskCompleted.payload, payload)).toThrow(/artifact\/path/);
  });

  it('keeps nullable fields required', () => {
    const schema = jsonSchemaOf(WorkflowStatusView);
    expect(schema.required).toContain('estimated_completion');
    expect(schema.properties?.['estimated_completion']).toHaveProperty('anyOf');
    expect(Object.keys(schema.$defs ?? {})).toEqual(
      expect.arrayContaining(['StageView', 'TaskView', 'ArtifactReference']),
    );
  });

  it('carries instants, not bare dates', () => {
    const ended = { session_id: 'ses_a', user_id: 'usr_a', reason: 'logged-out' };
    expect(() => assertPayload(SessionEnded, { ...ended, ended_at: '2026-01-15T10:30:00.000Z' })).not.toThrow();
    expect(() => assertPayload(SessionEnded, { ...ended, ended_at: '2026-01-15' })).toThrow(InvalidPayloadError);
  });

  it('carries whole numbers where a count is meant', () => {
    expect(() => assertPayload(ArtifactReference, { ...reference, size_bytes: 1.5 })).toThrow(InvalidPayloadError);
    expect(jsonSchemaOf(ArtifactReference).properties?.['version']).toMatchObject({ type: 'integer', minimum: 1 });
  });

  it('is judged alike by the compiled validator and by class-validator', async () => {
    const anything = fc.record(
      {
        project_brief: fc.oneof(fc.string({ maxLength: 40 }), fc.integer(), fc.constant(null)),
        workflow_type: fc.oneof(fc.constant('sdlc'), fc.string({ maxLength: 10 }), fc.integer(), fc.constant([])),
        extra: fc.integer(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anything, async (payload) => {
        // Absence is the one way to leave an optional field out; the REST edge removes nulls' ambiguity the same way.
        fc.pre(payload.workflow_type !== undefined || !('workflow_type' in payload));
        const errors = await validate(plainToInstance(StartWorkflowRequest, payload), {
          whitelist: true,
          forbidNonWhitelisted: true,
        });
        let compiled = true;
        try {
          assertPayload(StartWorkflowRequest, payload);
        } catch {
          compiled = false;
        }
        expect(compiled).toBe(errors.length === 0);
      }),
    );
  });
});

describe('NATS permissions', () => {
  it('give every service its own inbox and no other', () => {
    for (const service of SERVICE_NAMES) {
      const inboxes = natsPermissionsOf(service).subscribe.filter((subject) => subject.startsWith('_INBOX'));
      expect(inboxes).toEqual([`${inboxPrefix(service)}.>`]);
    }
  });

  it('let only the orchestrator manage streams and consumers', () => {
    for (const service of SERVICE_NAMES) {
      const manages = natsPermissionsOf(service).publish.some(
        (subject) => subject.startsWith('$JS.API.STREAM') || subject.endsWith('CONSUMER.>'),
      );
      expect(manages).toBe(service === 'orchestrator');
    }
  });

  it('let a service publish only what it is declared to produce', () => {
    const runner = natsPermissionsOf('agent-runner').publish;
    expect(runner).toContain('evt.*.agent-task.completed.v1.>');
    expect(runner).not.toContain('cmd.*.agent-task.execute.v1.>');
    expect(natsPermissionsOf('gateway').publish.some((subject) => subject.startsWith('cmd.'))).toBe(false);
    expect(natsPermissionsOf('notifier').allowResponses).toBeUndefined();
  });

  it('cover every question on both sides', () => {
    for (const question of QUESTIONS) {
      expect(natsPermissionsOf(question.answeredBy).subscribe).toContain(question.subject);
      for (const asker of question.askedBy) expect(natsPermissionsOf(asker).publish).toContain(question.subject);
    }
  });
});

describe('roles and names', () => {
  it('order roles from viewer to owner', () => {
    expect(hasRole('owner', 'viewer')).toBe(true);
    expect(hasRole('viewer', 'approver')).toBe(false);
  });

  it('derive the schema of a service', () => {
    expect(databaseSchema('llm-router')).toBe('llm_router');
    expect(serviceCaller('orchestrator', 'ten_default', 'req').user_id).toBe('service:orchestrator');
  });
});
