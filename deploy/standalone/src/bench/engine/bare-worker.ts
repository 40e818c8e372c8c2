import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connect } from 'nats';
import type { JsMsg } from 'nats';
import { Pool } from 'pg';

import { BARE_RESULTS, BARE_TASKS } from './bare-step';
import type { BareTask, BareWorkerOptions } from './bare-step';

const CONNECTIONS = 8;

/** Takes tasks from the stream: call claim, provider, call done, blob, artifact row, result on the stream. */
async function work({ databaseUrl, brokerUrl, providerUrl, blobDirectory, atATime }: BareWorkerOptions): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const connection = await connect({ servers: brokerUrl });
  const stream = connection.jetstream();
  const execute = async (message: JsMsg): Promise<void> => {
    const { workflow, seq } = message.json<BareTask>();
    const id = `${workflow}.${seq}`;
    await pool.query({
      name: 'claim',
      text: `INSERT INTO path_call VALUES ($1, 'open') ON CONFLICT DO NOTHING`,
      values: [id],
    });
    const answer = await (await fetch(providerUrl, { method: 'POST', body: JSON.stringify({ id }) })).text();
    await pool.query({
      name: 'done',
      text: `UPDATE path_call SET status = 'done', answer = $2 WHERE id = $1`,
      values: [id, answer],
    });
    const sha256 = createHash('sha256').update(answer).digest('hex');
    const file = join(blobDirectory, sha256);
    await writeFile(`${file}.new`, answer);
    await rename(`${file}.new`, file);
    await pool.query({
      name: 'artifact',
      text: 'INSERT INTO path_artifact VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      values: [id, workflow, sha256, answer.length],
    });
    await stream.publish(BARE_RESULTS.subject, JSON.stringify({ workflow, seq }), { msgID: id });
    message.ack();
  };
  const consumer = await stream.consumers.get(BARE_TASKS.stream, 'worker');
  const messages = await consumer.consume({ max_messages: atATime });
  process.send?.('ready');
  for await (const message of messages) void execute(message);
}

process.on('disconnect', () => process.exit(0));
void work(JSON.parse(process.argv[2] ?? '{}') as BareWorkerOptions);
