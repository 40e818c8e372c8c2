import type { AGUIEvent } from '@ag-ui/core';

import { ChatMessage, charactersOf } from './chat-message';

const tell = (sent: number, say: (message: ChatMessage) => void): string[] => {
  const told: string[] = [];
  const send = (event: AGUIEvent, id?: string): void => {
    const { type, messageId, delta = '' } = event as AGUIEvent & { messageId: string; delta?: string };
    told.push([type.replace('TEXT_MESSAGE_', ''), messageId, delta, id ?? ''].join(' ').trim());
  };
  say(new ChatMessage('m', sent, send));
  return told;
};

describe('an answer told as a message', () => {
  it('is begun with its first piece and ended when it is whole, with what was lost on the way', () => {
    const told = tell(0, (message) => {
      message.add('One ', 0);
      message.add('three', 8);
      message.complete('One two three');
    });
    expect(told).toEqual(['START m', 'CONTENT m One  chat-4', 'CONTENT m two three chat-13', 'END m']);
  });

  it('leaves out what the client has', () => {
    expect(tell(4, (message) => message.complete('One two'))).toEqual(['CONTENT m two chat-7', 'END m']);
    expect(tell(7, (message) => message.complete('One two'))).toEqual(['END m']);
  });

  it('that begins anew is another message', () => {
    const told = tell(0, (message) => {
      message.add('One', 0);
      message.restart();
      message.complete('Two');
    });
    expect(told).toEqual([
      'START m',
      'CONTENT m One chat-3',
      'END m',
      'START m.1',
      'CONTENT m.1 Two chat-3',
      'END m.1',
    ]);
  });

  it('is nothing when there is nothing to say', () => {
    expect(tell(0, (message) => message.complete(''))).toEqual([]);
  });

  it.each([
    ['chat-12', 12],
    ['12', undefined],
    ['chat-x', undefined],
  ])('reads %s as what a client has', (id, characters) => expect(charactersOf(id)).toBe(characters));
});
