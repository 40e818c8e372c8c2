import { DOCUMENT, Injectable, computed, inject, signal } from '@angular/core';
import { Subject, filter } from 'rxjs';
import type { Observable } from 'rxjs';

import type { FrameOf, LiveFrame } from './frame';
import { CONNECT, SESSION_ENDED_CODE, SOCKET_OPEN } from './live-socket';
import type { LiveSocket } from './live-socket';
import { parseFrame } from './parse-frame';

/** A blip shorter than this is not worth a banner. */
const bannerDelayMs = 1_500;
/** The platform sends a heartbeat every 30 s; three missed ones mean that the line is dead. */
const silenceLimitMs = 90_000;
/** Refused this often in a row, the reason may be the session rather than the network. */
const refusalsBeforeDoubt = 2;

/**
 * The one socket of the console. Delivery is not its promise: whoever follows a workflow names the last event it has, and gets
 * what came after on every (re)connection.
 */
@Injectable({ providedIn: 'root' })
export class LiveConnection {
  readonly #connect = inject(CONNECT);
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #frames = new Subject<LiveFrame>();
  readonly #reopened = new Subject<void>();
  readonly #doubtful = new Subject<void>();
  readonly #conversations = new Map<string, number>();
  readonly #watched = new Map<string, () => number>();
  readonly #isLate = signal(false);
  readonly #isOffline = signal(this.#window?.navigator.onLine === false);
  #socket: LiveSocket | undefined;
  #wasOpen = false;
  #refusals = 0;
  #bannerTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  /** `offline`: the device says so; `interrupted`: the platform is not reached; `live` otherwise. */
  readonly state = computed(() => (this.#isOffline() ? 'offline' : this.#isLate() ? 'interrupted' : 'live'));
  /** The connection is back after a loss; news sent to everybody in between is missing. */
  readonly reopened: Observable<void> = this.#reopened;
  /** The session may be over: the platform closed the socket for it, or keeps refusing one. */
  readonly sessionDoubtful: Observable<void> = this.#doubtful;

  constructor() {
    this.#window?.addEventListener('online', () => this.#wake());
    this.#window?.addEventListener('offline', () => this.#isOffline.set(true));
    this.#window?.document.addEventListener('visibilitychange', () => this.#wake());
  }

  /** Frames of one type. */
  on<TType extends LiveFrame['type']>(type: TType): Observable<FrameOf<TType>> {
    return this.#frames.pipe(filter((frame): frame is FrameOf<TType> => frame.type === type));
  }

  /** Connects; does nothing when already connecting or connected. */
  open(): void {
    if (this.#socket !== undefined) return;
    const socket = this.#connect();
    this.#socket = socket;
    this.#refusals = 0;
    this.#startBannerTimer();
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('close', ({ code }) => this.#closed(code));
    socket.addEventListener('message', ({ data }) => this.#received(data));
  }

  /** Disconnects and forgets what was followed. */
  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#wasOpen = false;
    this.#watched.clear();
    this.#conversations.clear();
    clearTimeout(this.#bannerTimer);
    clearTimeout(this.#silenceTimer);
    this.#isLate.set(false);
    socket?.close();
  }

  /** Follows a workflow from the event after `afterSeq()`; returns how to stop. */
  watch(workflowId: string, afterSeq: () => number): () => void {
    this.#watched.set(workflowId, afterSeq);
    this.#subscribe(workflowId);
    return () => {
      if (this.#watched.get(workflowId) !== afterSeq) return;
      this.#watched.delete(workflowId);
      this.#send({ type: 'unsubscribe', workflow_id: workflowId });
    };
  }

  /** Has the pieces of answers in a conversation sent here; returns how to stop. */
  followConversation(id: string): () => void {
    this.#conversations.set(id, (this.#conversations.get(id) ?? 0) + 1);
    this.#send({ type: 'subscribe_conversation', conversation_id: id });
    return () => {
      const left = (this.#conversations.get(id) ?? 1) - 1;
      if (left > 0) this.#conversations.set(id, left);
      else if (this.#conversations.delete(id)) this.#send({ type: 'unsubscribe_conversation', conversation_id: id });
    };
  }

  /** Asks again for the events after the last one and for the text of open turns. */
  repeat(workflowId: string): void {
    if (this.#watched.has(workflowId)) this.#subscribe(workflowId);
  }

  #opened(): void {
    this.#refusals = 0;
    clearTimeout(this.#bannerTimer);
    this.#bannerTimer = undefined;
    this.#isLate.set(false);
    this.#restartSilenceTimer();
    for (const workflowId of this.#watched.keys()) this.#subscribe(workflowId);
    for (const id of this.#conversations.keys()) this.#send({ type: 'subscribe_conversation', conversation_id: id });
    if (this.#wasOpen) this.#reopened.next();
    this.#wasOpen = true;
  }

  #closed(code: number): void {
    clearTimeout(this.#silenceTimer);
    if (this.#socket === undefined) return;
    this.#refusals += 1;
    if (code === SESSION_ENDED_CODE || this.#refusals === refusalsBeforeDoubt) this.#doubtful.next();
    this.#startBannerTimer();
  }

  #received(data: unknown): void {
    this.#restartSilenceTimer();
    const frame = parseFrame(data);
    if (frame === undefined) return;
    if (frame.type === 'heartbeat') this.#send({ type: 'heartbeat', content: 'pong' });
    else this.#frames.next(frame);
  }

  #subscribe(workflowId: string): void {
    const afterSeq = this.#watched.get(workflowId)?.() ?? 0;
    this.#send({ type: 'subscribe', workflow_id: workflowId, after_seq: afterSeq });
  }

  #send(message: object): void {
    if (this.#socket?.readyState === SOCKET_OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** The device came back or the tab is looked at again: no reason to wait for the next try. */
  #wake(): void {
    this.#isOffline.set(this.#window?.navigator.onLine === false);
    const isVisible = this.#window?.document.visibilityState !== 'hidden';
    if (this.#socket !== undefined && isVisible && this.#socket.readyState !== SOCKET_OPEN) this.#socket.reconnect();
  }

  #startBannerTimer(): void {
    this.#bannerTimer ??= setTimeout(() => this.#isLate.set(true), bannerDelayMs);
  }

  #restartSilenceTimer(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#socket?.reconnect(), silenceLimitMs);
  }
}
