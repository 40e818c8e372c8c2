import { hitlRequestAnswered } from '@botarmy/contracts';
import type { CloseHitlRequest, HitlAnswer, HitlRequestAnswered, OpenHitlRequest } from '@botarmy/contracts';
import { EVENT_ID_HEADER, messageIdOf, outgoingMessage, toNatsHeaders } from '@botarmy/messaging';
import { standingOfRound } from '@botarmy/process-engine';
import type { AgentQuestion } from '@botarmy/process-engine';

import type { BusDelivery } from '../bus/durable-consumer';
import type { SimulatedBus } from '../bus/simulated-bus';
import type { FaultPlan } from '../faults/fault-plan';
import { SimulatedProcess } from '../kernel/simulated-process';
import type { Simulation } from '../kernel/simulation';

/** A question to people and the answer that won. */
export interface PersonsRequest {
  readonly tenantId: string;
  readonly workflowId: string;
  status: 'pending' | 'cancelled' | HitlAnswer;
  answeredAt: string;
  answeredBy: string;
  feedback: string;
  /** What an agent asks; absent for an approval. */
  readonly questions?: readonly AgentQuestion[];
}

const OPEN = 'hitl-open-hitl-request';
const CLOSE = 'hitl-close-hitl-request';
const CONCLUDE = 'hitl-conclude-hitl-request';

/** The hitl service with the people behind it: the first answer wins, whatever comes later. */
export class People {
  readonly requests = new Map<string, PersonsRequest>();
  private readonly inbox = new Set<string>();
  private readonly process: SimulatedProcess;
  private publications = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly faults: FaultPlan,
    private readonly bus: SimulatedBus,
    /** Whether an answer changes anything when one was given before; only a broken hitl says yes. */
    private readonly answersCount: (status: PersonsRequest['status']) => boolean = (status) => status === 'pending',
  ) {
    this.process = new SimulatedProcess(simulation, 'hitl');
  }

  /** Starts to take questions. */
  start(): void {
    void this.receive(OPEN, (delivery, payload) => this.open(delivery, payload as OpenHitlRequest));
    void this.receive(CLOSE, (_delivery, payload) => this.close(payload as CloseHitlRequest));
    // The trail of a request is of no concern to the workflow.
    void this.receive(CONCLUDE, () => undefined);
  }

  private async receive(durable: string, handle: (delivery: BusDelivery, payload: object) => void): Promise<void> {
    for (;;) {
      try {
        const delivery = await (await this.bus.durable(durable)).pull(this.process);
        handle(delivery, JSON.parse(delivery.message.text) as object);
        if (!this.faults.strikes('acknowledgementLost')) this.bus.current(durable)?.acknowledge(delivery.message.seq);
      } catch {
        // The consumer is gone; the next one is waited for.
      }
    }
  }

  private open({ message }: BusDelivery, { request_id, workflow_id, options, questions }: OpenHitlRequest): void {
    const tenantId = message.subject.split('.')[1] ?? '';
    const eventId = message.headers.get(EVENT_ID_HEADER);
    const known = this.requests.get(request_id);
    if (this.inbox.has(eventId) || known !== undefined) {
      this.remind(request_id);
      return;
    }
    this.inbox.add(eventId);
    const request: PersonsRequest = {
      ...{ tenantId, workflowId: workflow_id, status: 'pending', answeredAt: '', answeredBy: '', feedback: '' },
      ...(questions === undefined ? {} : { questions: questions as AgentQuestion[] }),
    };
    this.requests.set(request_id, request);
    const { random } = this.simulation;
    const answers = this.faults.strikes('contradictoryAnswers') ? 3 : 1;
    const firstMs = random.logarithmic(500, 60_000);
    for (let count = 0; count < answers; count += 1) {
      const offered = questions === undefined ? options.map(({ value }) => value) : ['approve', 'reject'];
      const response = this.chooseAmong(offered);
      this.simulation.after(firstMs + count * random.fraction() * 500, () =>
        this.answer(request_id, request, response, count),
      );
    }
  }

  private chooseAmong(options: readonly string[]): HitlAnswer {
    const { random } = this.simulation;
    const wish = random.chance(0.8) ? 'approve' : random.chance(0.6) ? 'modify' : 'reject';
    const isOffered = options.length === 0 || options.includes(wish);
    return { approve: 'approved', modify: 'modified', reject: 'rejected' }[isOffered ? wish : 'approve'] as HitlAnswer;
  }

  private answer(requestId: string, request: PersonsRequest, response: HitlAnswer, person: number): void {
    if (!this.answersCount(request.status)) return;
    request.status = response;
    request.answeredAt = new Date(this.simulation.wallMs).toISOString();
    request.answeredBy = `usr_${person}`;
    request.feedback = response === 'approved' ? '' : `Person ${person} wants it ${response}.`;
    this.simulation.tell(() => `${request.answeredBy} answers ${requestId}: ${response}`);
    this.tell(requestId, request, 0);
  }

  private close({ workflow_id, request_ids }: CloseHitlRequest): void {
    for (const id of request_ids) {
      const known = this.requests.get(id);
      const closed = { tenantId: '', workflowId: workflow_id, answeredAt: '', answeredBy: '', feedback: '' };
      if (known === undefined) this.requests.set(id, { ...closed, status: 'cancelled' });
      else if (known.status === 'pending') known.status = 'cancelled';
    }
  }

  private remind(requestId: string): void {
    const request = this.requests.get(requestId);
    if (request === undefined || request.answeredBy === '') return;
    this.publications += 1;
    this.tell(requestId, request, Math.floor(this.simulation.nowMs / 1_000) + this.publications);
  }

  /** From an outbox: told until the stream has it. */
  private tell(requestId: string, request: PersonsRequest, publication: number): void {
    const { tenantId, workflowId, status, answeredAt, answeredBy, feedback } = request;
    const { event_id, subject, payload, headers } = outgoingMessage(hitlRequestAnswered, {
      eventId: `${requestId}.answered`,
      tenantId,
      key: [workflowId],
      publication,
      payload: {
        request_id: requestId,
        workflow_id: workflowId,
        response: status as HitlAnswer,
        feedback,
        modifications: [],
        answered_by: answeredBy,
        answered_at: answeredAt,
        ...answersTo(request),
      },
    });
    const publish = (): void => {
      try {
        if (this.faults.strikes('publishLost')) throw new Error('lost');
        const natsHeaders = toNatsHeaders({ ...headers, [EVENT_ID_HEADER]: event_id });
        this.bus.publish(subject, payload, natsHeaders, messageIdOf(event_id, publication));
      } catch {
        this.simulation.after(1_000, publish);
      }
    };
    this.simulation.after(this.simulation.random.fraction() * 10, publish);
  }
}

/** What people say to an agent's questions: the defaults, and a word where there is none. */
function answersTo({ questions, status }: PersonsRequest): Pick<HitlRequestAnswered, 'answers'> {
  if (questions === undefined) return {};
  if (status === 'rejected') return { answers: [] };
  const said = questions.filter((question) => question.default === undefined).map(({ id }) => [id, 'Because.']);
  const { answers } = standingOfRound(questions, Object.fromEntries(said) as Record<string, string>, true);
  return { answers: answers.map((answer) => ({ ...answer })) };
}
