/**
 * The broker, and services that answer at once: identity knows one session, the orchestrator has workflows and publishes their news.
 * Commands over IPC: `start` a workflow's log, `publish` so many events of it.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, '../../..');
require(`${root}/libs/testing/jest/register-typescript.cjs`).registerTypescript();
const { createPlatformBroker } = require(`${root}/libs/testing/src/index.ts`);
const { Broker } = require(`${root}/libs/messaging/src/index.ts`);
const { createLogger } = require(`${root}/libs/chassis/src/index.ts`);
const contracts = require(`${root}/libs/contracts/src/index.ts`);

const TENANT = 'ten_bench';
const TOKEN = 'token-of-the-benchmark-session';
const TIME = '2026-01-15T10:30:00.000Z';
const PROGRESS = {
  status: 'in_progress',
  progress_percent: 40,
  current_stage: 'Design',
  current_agent: 'architect',
  current_agent_name: 'Architect',
  current_task: 'Create Architecture',
  title: 'A todo application',
  agents: [{ id: 'architect', status: 'processing', progress_percent: 50, current_task: 'Create Architecture' }],
};

const broker = await createPlatformBroker();
const connections = new Map();
for (const service of ['identity', 'orchestrator', 'gateway']) {
  const { NATS_URL: url, NATS_NKEY_SEED: nkeySeed } = broker.environmentOf(service);
  connections.set(
    service,
    (await Broker.connect({ service, url, nkeySeed }, createLogger({ level: 'silent' }))).connection,
  );
}

const session = {
  session_id: 'ses_bench',
  channel: 'token',
  csrf_token: 'csrf-token-of-the-bench',
  expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  user: { id: 'usr_bench', name: 'Bench', email: 'b@example.com', role: 'owner', tenant_id: TENANT, tenant_name: 'B' },
};
const summary = {
  id: contracts.createId('wf'),
  workflow_type: 'sdlc',
  title: 'A todo application',
  status: 'in_progress',
  current_stage: 'Design',
  current_agent: 'architect',
  progress_percent: 40,
  started_at: TIME,
  finished_at: null,
  simulated: true,
  pending_requests: 0,
};
const status = {
  ...summary,
  completed_stages: ['Analyze'],
  estimated_completion: null,
  process_version: '1.0.0',
  paused_at: null,
  failure: null,
  seq: 12,
  stages: [],
  agents: [],
  pending_request_ids: [],
  cost: { input_tokens: 1, output_tokens: 1, cost_micros: 1, model_calls: 1 },
};
const workflows = new Map();

answer(contracts.verifySession, ({ secret }) => (secret === TOKEN ? session : undefined));
answer(contracts.getWorkflowStatus, ({ workflow_id }) => ({ ...status, id: workflow_id }));
answer(contracts.listWorkflows, () => {
  return { workflows: Array.from({ length: 20 }, () => summary), total_count: 20, next_cursor: null };
});
answer(contracts.startWorkflow, () => {
  return { workflow_id: contracts.createId('wf'), status: 'started', estimated_duration_minutes: 25 };
});
// The newest events alone: the gateway gets all others as news, and none of them is to be lost.
answer(contracts.readWorkflowEvents, ({ workflow_id, after_seq = 0, limit = 100 }) => {
  const log = workflows.get(workflow_id) ?? [];
  return { events: log.slice(after_seq, after_seq + limit), last_seq: log.length };
});
await Promise.all([...connections.values()].map((connection) => connection.flush()));

const commands = {
  create() {
    const workflowId = contracts.createId('wf');
    workflows.set(workflowId, []);
    return { workflowId };
  },
  async publish({ workflowId, count }) {
    const connection = connections.get('orchestrator');
    for (let each = 0; each < count; each += 1) publishOne(connection, workflowId);
    await connection.flush();
  },
  /** So many per second, evenly. */
  async publishAtRate({ workflowId, perSecond, seconds }) {
    const connection = connections.get('orchestrator');
    const startMs = performance.now();
    for (let sent = 0; sent < perSecond * seconds;) {
      const due = Math.min(perSecond * seconds, ((performance.now() - startMs) * perSecond) / 1_000);
      for (; sent < due; sent += 1) publishOne(connection, workflowId);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await connection.flush();
  },
};

function publishOne(connection, workflowId) {
  const log = workflows.get(workflowId);
  const sent_us = Math.round((performance.timeOrigin + performance.now()) * 1_000);
  const view = {
    seq: log.length + 1,
    type: 'gate-evaluated',
    occurred_at: TIME,
    data: { sent_us, task_id: 'architecture', stage_id: 'design', gate_id: 'contract', passed: true, problems: [] },
    progress: PROGRESS,
  };
  log.push(view);
  const subject = `evt.${TENANT}.workflow.recorded.v1.${workflowId}`;
  connection.publish(subject, JSON.stringify({ workflow_id: workflowId, schema_version: 1, ...view }));
}

function answer(question, reply) {
  const connection = connections.get(question.answeredBy);
  connection.subscribe(question.subject, {
    callback: (_error, message) => {
      const { data, id } = JSON.parse(message.string());
      message.respond(JSON.stringify({ id, isDisposed: true, response: reply(data) }));
    },
  });
}

process.on('message', async ({ id, command, options = {} }) => {
  try {
    process.send({ id, result: (await commands[command](options)) ?? null });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.on('disconnect', () => void broker.stop().finally(() => process.exit(0)));
const subject = contracts.subjectFilterOf(contracts.workflowEventRecorded);
process.send({ environment: broker.environmentOf('gateway'), token: TOKEN, subject });
