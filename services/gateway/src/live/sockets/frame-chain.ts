/** First byte of an unfragmented text frame (RFC 6455). */
const TEXT_FRAME = 0x81;

/**
 * Frames in the order in which clients get them within one turn of the event loop. Clients that get the same frames stand at the same
 * link, so each frame is encoded once and the bytes of all of them are joined once, whoever many they are.
 */
export class FrameChain {
  private latest: FrameChain | undefined;
  private others: Map<string, FrameChain> | undefined;
  private joined: Buffer | undefined;

  private constructor(
    private readonly before: FrameChain | undefined,
    private readonly text: string,
    private readonly frame: Buffer,
    /** Bytes of all frames up to this one. */
    readonly bytes: number,
  ) {}

  /** A chain without frames. */
  static begin(): FrameChain {
    return new FrameChain(undefined, '', Buffer.alloc(0), 0);
  }

  /** The link after one more frame. */
  after(text: string): FrameChain {
    const { latest } = this;
    if (latest?.text === text) return latest;
    const known = this.others?.get(text);
    if (known !== undefined) return known;
    const frame = encode(text);
    const next = new FrameChain(this, text, frame, this.bytes + frame.length);
    if (latest === undefined) this.latest = next;
    else (this.others ??= new Map()).set(text, next);
    return next;
  }

  /** All frames, as they go over the wire. */
  join(): Buffer {
    if (this.before?.before === undefined) return this.frame;
    return (this.joined ??= Buffer.concat(this.frames(), this.bytes));
  }

  private frames(): Buffer[] {
    const frames: Buffer[] = [];
    for (let link: FrameChain | undefined = this as FrameChain; link?.before !== undefined; link = link.before) {
      frames.push(link.frame);
    }
    return frames.reverse();
  }
}

function encode(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(head + length);
  frame[0] = TEXT_FRAME;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head, 'utf8');
  return frame;
}
