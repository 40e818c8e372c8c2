import { Injectable } from '@nestjs/common';

import { Logger, Problem } from '@botarmy/chassis';
import { getInteractiveSession, submitAnswers } from '@botarmy/contracts';
import type { InteractiveSessionView } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { callerOf } from '../../access/caller';
import { CLOSE_CODES } from '../sockets/live-socket';
import type { LiveSocket } from '../sockets/live-socket';
import type { AnswerMessage } from './answer-message';
import { framesOfSession } from './session-frames';

interface Watched {
  readonly tenantId: string;
  readonly sockets: Set<LiveSocket>;
  /** What was told last; undefined before the first time. */
  told: InteractiveSessionView | undefined;
  /** True while somebody asks; what happens meanwhile is asked about afterwards. */
  asking: boolean;
  isStale: boolean;
}

/** Sockets that show one interactive session each: all of them are told the same, whoever answers, wherever. */
@Injectable()
export class InteractiveSockets {
  private readonly watched = new Map<string, Watched>();
  private readonly sessions = new WeakMap<LiveSocket, string>();

  constructor(
    private readonly asker: Asker,
    private readonly logger: Logger,
  ) {}

  /** Shows a session on a socket, which is closed when there is no such session. */
  async open(socket: LiveSocket, sessionId: string): Promise<void> {
    const watched = this.watched.get(sessionId) ?? watching(socket.tenantId);
    if (watched.tenantId !== socket.tenantId) return refuse(socket, sessionNotFound());
    this.watched.set(sessionId, watched);
    watched.sockets.add(socket);
    this.sessions.set(socket, sessionId);
    try {
      const session = await this.read(socket, sessionId);
      watched.told ??= session;
      for (const frame of framesOfSession(session)) socket.send(JSON.stringify(frame));
    } catch (error) {
      this.leave(socket);
      if (!(error instanceof Problem)) throw error;
      refuse(socket, error);
    }
  }

  /** The session a socket shows; undefined for one of the hub. */
  sessionOf(socket: LiveSocket): string | undefined {
    return this.sessions.get(socket);
  }

  leave(socket: LiveSocket): void {
    const sessionId = this.sessions.get(socket);
    const watched = sessionId === undefined ? undefined : this.watched.get(sessionId);
    if (sessionId === undefined || watched === undefined) return;
    watched.sockets.delete(socket);
    if (watched.sockets.size === 0) this.watched.delete(sessionId);
  }

  /** True when anybody of the tenant looks at a session here. */
  hasTenant(tenantId: string): boolean {
    for (const watched of this.watched.values()) if (watched.tenantId === tenantId) return true;
    return false;
  }

  /** Something happened to a request: whoever shows it as a session is told how it stands. */
  changed(tenantId: string, requestId: string): void {
    const watched = this.watched.get(requestId);
    if (watched?.tenantId !== tenantId) return;
    if (watched.asking) watched.isStale = true;
    else void this.refresh(requestId, watched);
  }

  /** The workflow waits for a request no longer. */
  closed(tenantId: string, requestId: string): void {
    const watched = this.watched.get(requestId);
    if (watched?.tenantId !== tenantId || watched.told === undefined) return;
    this.tell(watched, { ...watched.told, status: 'cancelled', current_question: null, open_count: 0 });
  }

  /** Keeps an answer that came over the session's own connection. @throws {Problem} what hitl refuses. */
  async answer(
    socket: LiveSocket,
    { session_id, question_id, answer, continue: goesOn }: AnswerMessage,
  ): Promise<void> {
    if (this.sessions.get(socket) !== session_id) throw sessionNotFound();
    const caller = callerOf(socket.session, socket.requestId);
    const id = question_id ?? this.watched.get(session_id)?.told?.current_question?.question_id;
    if (answer !== undefined && id === undefined) throw nothingAsked();
    const answers = answer === undefined || id === undefined ? [] : [{ question_id: id, answer }];
    await this.asker.ask(
      submitAnswers,
      { session_id, answers, ...(goesOn === undefined ? {} : { continue: goesOn }) },
      caller,
    );
    this.changed(socket.tenantId, session_id);
  }

  private async refresh(sessionId: string, watched: Watched): Promise<void> {
    watched.asking = true;
    try {
      do {
        watched.isStale = false;
        const [socket] = watched.sockets;
        if (socket === undefined) return;
        this.tell(watched, await this.read(socket, sessionId));
      } while (watched.isStale);
    } catch (err) {
      this.logger.warn({ err, request_id: sessionId }, 'an interactive session could not be read again');
    } finally {
      watched.asking = false;
    }
  }

  /** Tells all devices; nothing twice, and nothing older than what they know. */
  private tell(watched: Watched, session: InteractiveSessionView): void {
    const { told } = watched;
    const isOld = told !== undefined && (session.revision < told.revision || isOver(told));
    if (isOld || (told?.revision === session.revision && told.status === session.status)) return;
    watched.told = session;
    const frames = framesOfSession(session).map((frame) => JSON.stringify(frame));
    for (const socket of watched.sockets) for (const frame of frames) socket.send(frame);
  }

  private read(socket: LiveSocket, session_id: string): Promise<InteractiveSessionView> {
    return this.asker.ask(getInteractiveSession, { session_id }, callerOf(socket.session, socket.requestId));
  }
}

function watching(tenantId: string): Watched {
  return { tenantId, sockets: new Set(), told: undefined, asking: false, isStale: false };
}

function isOver({ status }: InteractiveSessionView): boolean {
  return status !== 'waiting_for_answer';
}

function refuse(socket: LiveSocket, { code, detail }: Problem): void {
  socket.send({ type: 'error', code, message: detail });
  socket.close(CLOSE_CODES.policy, code);
}

function sessionNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'session-not-found',
    title: 'Session not found',
    detail: 'This connection shows no such session: connect to /ws/interactive/<session_id>.',
  });
}

function nothingAsked(): Problem {
  return new Problem({
    status: 409,
    code: 'nothing-asked',
    title: 'Nothing is asked',
    detail: 'No question is open here: name the question_id whose answer you want to change.',
  });
}
