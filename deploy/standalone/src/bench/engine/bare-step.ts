/** The step of a bare path on its way to the worker and back. */
export interface BareTask {
  readonly workflow: string;
  readonly seq: number;
}

/** Streams of the bare path; both keep what is published. */
export const BARE_TASKS = { stream: 'BARE_TASKS', subject: 'bare.task' } as const;
/** Reports of the worker. */
export const BARE_RESULTS = { stream: 'BARE_RESULTS', subject: 'bare.result' } as const;

/** Tables of the bare path. */
export const BARE_TABLES = `
  CREATE TABLE path_workflow (id text PRIMARY KEY, version integer NOT NULL) WITH (fillfactor = 70);
  CREATE TABLE path_step (workflow_id text, seq integer, data jsonb NOT NULL, PRIMARY KEY (workflow_id, seq));
  CREATE TABLE path_call (id text PRIMARY KEY, status text NOT NULL, answer text) WITH (fillfactor = 70);
  CREATE TABLE path_artifact (id text PRIMARY KEY, workflow_id text NOT NULL, sha256 text NOT NULL, size_bytes integer NOT NULL)`;

/** What a worker process is told when it is made. */
export interface BareWorkerOptions {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly providerUrl: string;
  readonly blobDirectory: string;
  readonly atATime: number;
}
