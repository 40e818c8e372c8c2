import type { Detector } from '../finding';
import { matchSpans } from './match-spans';

/** Words that speak to a model over the head of whoever asks it. Advisory: people write such sentences about models, too. */
const PATTERNS = [
  /\b(?:ignore|disregard|forget|override)[ \t]{1,4}(?:all[ \t]{1,4})?(?:of[ \t]{1,4})?(?:the|your|any|these|my)?[ \t]{0,4}(?:previous|prior|above|earlier|preceding|system)[ \t]{1,4}(?:instructions?|prompts?|rules?|messages?|directions?)\b/gi,
  /\b(?:reveal|print|repeat|show|output|leak)[ \t]{1,4}(?:me[ \t]{1,4})?(?:your|the)[ \t]{1,4}(?:system|hidden|initial|secret)[ \t]{1,4}(?:prompt|instructions?|message)\b/gi,
  /\byou[ \t]{1,4}are[ \t]{1,4}now[ \t]{1,4}(?:in[ \t]{1,4})?(?:DAN|developer mode|jailbroken|unrestricted|an? unrestricted)\b/gi,
  /\bdo[ \t]{1,4}not[ \t]{1,4}(?:tell|inform|mention this to)[ \t]{1,4}(?:the[ \t]{1,4})?user\b/gi,
  /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?INST\]|<<SYS>>/g,
];

/** Attempts to give a model orders from within what it is given to read. */
export const injectionDetector: Detector = {
  kind: 'injection',
  *find(text) {
    for (const pattern of PATTERNS) yield* matchSpans(text, pattern);
  },
};
