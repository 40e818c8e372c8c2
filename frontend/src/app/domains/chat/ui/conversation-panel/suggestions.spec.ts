import { suggestionsFor } from './suggestions';

const completions = {
  commands: [
    { name: 'accept', usage: '/accept [request]', summary: 'Approve it.' },
    { name: 'ask', usage: '/ask <@agent> <question>', summary: 'Ask an agent.' },
    { name: 'pause', usage: '/pause', summary: 'Hold it.' },
  ],
  agents: [
    { id: 'analyst', name: 'Analyst' },
    { id: 'architect', name: 'Architect' },
  ],
};
const texts = (draft: string) => suggestionsFor(draft, completions).map(({ text }) => text);

describe('suggestions', () => {
  it('are the commands that begin so', () => {
    expect(texts('/')).toEqual(['/accept ', '/ask ', '/pause ']);
    expect(texts('/a')).toEqual(['/accept ', '/ask ']);
    expect(texts('say /a')).toEqual([]);
  });

  it('are the agents that begin so, wherever one is mentioned', () => {
    expect(texts('ask @')).toEqual(['ask @analyst ', 'ask @architect ']);
    expect(texts('@ar')).toEqual(['@architect ']);
    expect(texts('@architect')).toEqual([]);
    expect(texts('ada@ar')).toEqual([]);
  });
});
