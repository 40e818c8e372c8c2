import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';

import { pointerTo } from './positions';
import type { LineIndex, Pointer, Position } from './positions';
import { resolveScalar } from './resolve-scalar';
import { MAX_YAML_DEPTH, MAX_YAML_NODES, MAX_YAML_PROBLEMS } from './yaml-limits';
import { YAML_REMEDIES } from './yaml-problem';
import type { YamlProblem, YamlProblemCode } from './yaml-problem';

interface Composed {
  readonly value: unknown;
  /** Nodes in it and levels below it, aliases expanded. */
  readonly nodes: number;
  readonly height: number;
}

const NOTHING: Composed = { value: null, nodes: 1, height: 0 };
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Thrown inside the composer to stop at a limit; never leaves it. */
class LimitReached extends Error {}

/**
 * Builds plain values from parser events and remembers where every node stands. Unlike the parser's own constructor
 * it counts nodes and depth with aliases expanded and reports every problem, not the first.
 */
export class YamlComposer {
  readonly problems: YamlProblem[] = [];
  readonly values = new Map<Pointer, Position>();
  readonly keys = new Map<Pointer, Position>();
  private readonly anchors = new Map<string, Composed | null>();
  private cursor = 0;
  private nodes = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private readonly lines: LineIndex,
  ) {}

  /** Composes the one document whose first event stands at `start`. */
  compose(start: number): unknown {
    this.cursor = start;
    try {
      return this.node('', 0).value;
    } catch (error) {
      if (error instanceof LimitReached) return null;
      throw error;
    }
  }

  private node(pointer: Pointer, depth: number): Composed {
    const event = this.events[this.cursor];
    this.cursor += 1;
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return NOTHING;
    const offset = offsetOf(event);
    this.values.set(pointer, this.lines.positionAt(offset));
    if (event.type === EVENT_ID.ALIAS) return this.alias(event, depth);
    this.count(1, depth, offset);
    const anchor = event.anchorStart < 0 ? null : this.text.slice(event.anchorStart, event.anchorEnd);
    if (anchor !== null) this.anchors.set(anchor, null);
    const composed = this.content(event, pointer, depth);
    if (anchor !== null) this.anchors.set(anchor, composed);
    return composed;
  }

  private content(event: ScalarEvent | SequenceEvent | MappingEvent, pointer: Pointer, depth: number): Composed {
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event);
    const tag = this.tagOf(event);
    const core = event.type === EVENT_ID.SEQUENCE ? '!!seq' : '!!map';
    if (tag !== null && tag !== core)
      this.report('yaml-unknown-tag', event.tagStart, `The tag ${tag} is not known here.`);
    return event.type === EVENT_ID.SEQUENCE ? this.sequence(pointer, depth) : this.mapping(pointer, depth);
  }

  private scalar(event: ScalarEvent): Composed {
    const tag = this.tagOf(event);
    const text = getScalarValue(this.text, event);
    const resolved = resolveScalar(text, event.style === SCALAR_STYLE.PLAIN, tag);
    if (resolved.ok) return { value: resolved.value, nodes: 1, height: 0 };
    if (resolved.reason === 'unsafe-number') {
      this.report('yaml-unsafe-number', offsetOf(event), `The number ${text.slice(0, 40)} cannot be held exactly.`);
    } else {
      const what = resolved.reason === 'unknown-tag' ? 'is not known' : 'does not fit the value';
      this.report('yaml-unknown-tag', event.tagStart, `The tag ${tag ?? ''} ${what}.`);
    }
    return NOTHING;
  }

  private sequence(pointer: Pointer, depth: number): Composed {
    const items: unknown[] = [];
    let nodes = 1;
    let height = 0;
    while (!this.closes()) {
      const item = this.node(pointerTo(pointer, items.length), depth + 1);
      items.push(item.value);
      nodes += item.nodes;
      height = Math.max(height, item.height + 1);
    }
    return { value: items, nodes, height };
  }

  private mapping(pointer: Pointer, depth: number): Composed {
    const own: Record<string, unknown> = {};
    const merged: Record<string, unknown> = {};
    let nodes = 1;
    let height = 0;
    while (!this.closes()) {
      const keyOffset = offsetOf(this.events[this.cursor]);
      const key = this.key(depth);
      const isMerge = key === '<<';
      const member = pointerTo(pointer, key ?? '');
      const value = this.node(key === null || Object.hasOwn(own, key) ? `${pointer}/` : member, depth + 1);
      nodes += 1 + value.nodes;
      height = Math.max(height, value.height + 1);
      if (key === null) continue;
      if (Object.hasOwn(own, key)) this.report('yaml-duplicate-key', keyOffset, `The key "${key}" stands twice.`);
      else if (isMerge) this.merge(merged, value.value, keyOffset);
      else {
        own[key] = value.value;
        this.keys.set(member, this.lines.positionAt(keyOffset));
      }
    }
    return { value: { ...merged, ...own }, nodes, height };
  }

  /** The key as text, or null when it is refused (its value is still read). */
  private key(depth: number): string | null {
    const event = this.events[this.cursor];
    if (event?.type !== EVENT_ID.SCALAR) {
      this.report('yaml-complex-key', offsetOf(event), 'A key is text, not a collection or an alias.');
      this.node('/', depth + 1);
      return null;
    }
    this.cursor += 1;
    this.count(1, depth, offsetOf(event));
    const key = getScalarValue(this.text, event);
    if (!FORBIDDEN_KEYS.has(key)) return key;
    this.report('yaml-forbidden-key', offsetOf(event), `The key "${key}" is refused.`);
    return null;
  }

  private merge(target: Record<string, unknown>, source: unknown, offset: number): void {
    for (const part of Array.isArray(source) ? (source as unknown[]) : [source]) {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) {
        this.report('yaml-bad-merge', offset, 'Only mappings can be merged.');
        continue;
      }
      for (const [key, value] of Object.entries(part)) if (!Object.hasOwn(target, key)) target[key] = value;
    }
  }

  private alias(event: AliasEvent, depth: number): Composed {
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    const anchored = this.anchors.get(name);
    if (anchored === undefined || anchored === null) {
      this.report('yaml-unknown-alias', event.anchorStart, `The alias *${name} names no finished anchor.`);
      return NOTHING;
    }
    this.count(anchored.nodes, depth + anchored.height, event.anchorStart);
    return anchored;
  }

  private count(nodes: number, depth: number, offset: number): void {
    this.nodes += nodes;
    if (depth > MAX_YAML_DEPTH) {
      this.report('yaml-too-deep', offset, `The file nests deeper than ${MAX_YAML_DEPTH} levels.`);
      throw new LimitReached();
    }
    if (this.nodes > MAX_YAML_NODES) {
      this.report('yaml-too-many-nodes', offset, `The file has more than ${MAX_YAML_NODES} nodes, aliases expanded.`);
      throw new LimitReached();
    }
  }

  private closes(): boolean {
    const event = this.events[this.cursor];
    if (event !== undefined && event.type !== EVENT_ID.POP) return false;
    this.cursor += 1;
    return true;
  }

  private tagOf(event: { readonly tagStart: number; readonly tagEnd: number }): string | null {
    return event.tagStart < 0 ? null : this.text.slice(event.tagStart, event.tagEnd);
  }

  private report(code: YamlProblemCode, offset: number, message: string): void {
    this.problems.push({ code, ...this.lines.positionAt(offset), message, remedy: YAML_REMEDIES[code] });
    if (this.problems.length >= MAX_YAML_PROBLEMS) throw new LimitReached();
  }
}

function offsetOf(event: Event | undefined): number {
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return 0;
  if (event.type === EVENT_ID.ALIAS) return Math.max(0, event.anchorStart - 1);
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return Math.max(0, event.valueStart - (isQuoted ? 1 : 0));
}
