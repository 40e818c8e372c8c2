import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliRig } from './cli-rig.fixture';

const user = {
  id: 'usr_a',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'owner',
  tenant_id: 'ten_default',
  tenant_name: 'Default',
};
const tokenReply = { token: 'secret', token_type: 'Bearer', expires_at: '2026-01-15T22:30:00.000Z', user };

describe('the command line', () => {
  let rig: CliRig;
  beforeEach(() => {
    rig = new CliRig();
  });
  afterEach(() => rig.remove());

  const credentialsFile = () => join(rig.home, '.config', 'botarmy', 'credentials.json');
  const signIn = async (...args: string[]) => {
    rig.answer('POST /api/auth/token', () => tokenReply);
    return rig.run(['login', '--email', 'ada@example.com', '--password-stdin', ...args], {
      input: 'correct horse\nrest',
    });
  };

  describe('help', () => {
    it('is printed when asked for, and as a reproach when nothing is', async () => {
      for (const args of [['help'], ['--help'], ['-h']]) {
        const { code, stdout } = await rig.run(args);
        expect(code).toBe(0);
        expect(stdout).toContain('workflow start [brief]');
      }
      const { code, stdout, stderr } = await rig.run([]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('Exit codes:');
      await expect(rig.run(['workflow', 'watch', '--help'])).resolves.toMatchObject({ code: 0 });
    });

    it.each([
      [['dance'], 'There is no command "dance".'],
      [['workflow'], 'there are: workflow start'],
      [['workflow', 'pause'], '<workflow-id> is missing.'],
      [['workflow', 'list', '--status', 'odd'], '--status is one of: started'],
      [['workflow', 'list', '--limit', '1000'], 'from 1 to 100'],
      [['workflow', 'start'], 'Give the brief'],
      [['workflow', 'start', 'a', '--brief-file', 'b'], 'one of the two'],
      [['workflow', 'start', '--brief-file', '/nowhere/brief.md'], 'The brief cannot be read'],
      [['hitl', 'respond', 'hitl_a', 'maybe'], '<response> is one of: approve'],
      [['artifact', 'download'], 'one of the two'],
      [['artifact', 'download', '--workflow', '../x'], 'takes the id of a workflow'],
      [['status', '--url', 'nonsense'], 'is no address'],
      [['login'], 'There is no terminal'],
    ])('is pointed to by a wrong command line: %j', async (args, message) => {
      const { code, stderr } = await rig.run(args);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(rig.requests).toEqual([]);
    });
  });

  describe('a session', () => {
    it('is opened, remembered, used and ended', async () => {
      const { code, stdout } = await signIn();
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: 'Signed in to http://127.0.0.1:8000 as Ada (owner) until 2026-01-15T22:30:00.000Z.\n',
      });
      expect(rig.requests[0]?.body).toEqual({ email: 'ada@example.com', password: 'correct horse' });
      expect(readFileSync(credentialsFile(), 'utf8')).toContain('"secret"');

      rig.answer('GET /api/auth/me', () => ({ user, csrf_token: 'c', expires_at: 'later', simulated: true }));
      const me = await rig.run(['whoami']);
      expect(me.stdout).toContain('simulated provider');
      expect(rig.requests[1]?.authorization).toBe('Bearer secret');

      rig.answer('POST /api/auth/logout', () => undefined);
      await expect(rig.run(['logout'])).resolves.toMatchObject({
        code: 0,
        stdout: 'Signed out of http://127.0.0.1:8000.\n',
      });
      expect(readFileSync(credentialsFile(), 'utf8')).not.toContain('secret');
      await expect(rig.run(['logout', '--json'])).resolves.toMatchObject({
        code: 0,
        stdout: '{\n  "ended": false\n}\n',
      });
    });

    it('asks at a terminal, without showing the password', async () => {
      rig.answer('POST /api/auth/token', () => tokenReply);
      const { code, stdout, stderr } = await rig.run(['login', '--json'], {
        isTTY: true,
        typed: [
          { prompt: 'E-mail: ', line: 'ada@example.com' },
          { prompt: 'Password: ', line: 'horse' },
        ],
      });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ user: { name: 'Ada' } });
      expect(stdout).not.toContain('secret');
      expect(stderr).toContain('E-mail: ');
      expect(stderr).toContain('Password: ');
      expect(stderr).not.toContain('horse');
      expect(rig.requests[0]?.body).toEqual({ email: 'ada@example.com', password: 'horse' });
    });

    it('takes lines that were pasted at once', async () => {
      rig.answer('POST /api/auth/token', () => tokenReply);
      const { code } = await rig.run(['login'], { isTTY: true, input: 'ada@example.com\nhorse\n' });
      expect(code).toBe(0);
    });

    it('is not opened when nothing more is typed', async () => {
      const { code } = await rig.run(['login'], {
        isTTY: true,
        typed: [{ prompt: 'E-mail: ', line: 'ada@example.com' }, { prompt: 'Password: ' }],
      });
      expect(code).toBe(130);
      expect(rig.requests).toEqual([]);
    });

    it('that had ended on the server is forgotten here', async () => {
      await signIn();
      rig.refuse('POST /api/auth/logout', 401, 'not-signed-in');
      const { code, stdout } = await rig.run(['logout']);
      expect(code).toBe(0);
      expect(stdout).toContain('had ended before');
    });

    it('is kept when the server cannot be told of its end', async () => {
      await signIn();
      await expect(rig.run(['logout'])).resolves.toMatchObject({ code: 6 });
      expect(readFileSync(credentialsFile(), 'utf8')).toContain('secret');
    });

    it('is never sent to another address, and the last address is the next one', async () => {
      await signIn('--url', 'https://one.example');
      rig.answer('GET /api/workflows', () => ({ workflows: [], total_count: 0, next_cursor: null }));
      await rig.run(['workflow', 'list']);
      await rig.run(['workflow', 'list', '--url', 'https://two.example']);
      rig.environment = { BOTARMY_URL: 'http://three.example', BOTARMY_TOKEN: 'from-environment' };
      const { stderr } = await rig.run(['workflow', 'list']);
      await rig.run(['workflow', 'list', '--token', 'from-option']);
      expect(rig.requests.slice(1).map(({ authorization }) => authorization)).toEqual([
        'Bearer secret',
        null,
        'Bearer from-environment',
        'Bearer from-option',
      ]);
      expect(stderr).toContain('can be read on the way');
    });

    it('refused for a wrong password is not remembered', async () => {
      rig.refuse('POST /api/auth/token', 401, 'invalid-credentials');
      const { code, stderr } = await rig.run(['login', '--email', 'a@b.c', '--password-stdin'], { input: '' });
      expect(code).toBe(3);
      expect(stderr).toBe('Refused: Do something else.\n');
      expect(existsSync(credentialsFile())).toBe(false);
    });
  });

  describe('the platform', () => {
    const status = {
      active_workflows: 3,
      simulated: true,
      processes: [{ name: 'sdlc', version: '1.0.0', title: 'Software', estimated_duration_minutes: 30 }],
    };

    it('shows how it is', async () => {
      rig.answer('GET /api/status', () => status);
      rig.answer('GET /api/health', () => ({ status: 'healthy', services: { hitl: 'online' }, providers: {} }));
      const { code, stdout } = await rig.run(['status']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/active workflows +3[^]*hitl +online[^]*sdlc +1\.0\.0 +30 +Software/);
    });

    it('that is not whole is reported by the exit code', async () => {
      rig.answer('GET /api/status', () => status);
      rig.answer('GET /api/health', () => ({ status: 'degraded', services: { hitl: 'offline' }, providers: {} }));
      await expect(rig.run(['status', '--json'])).resolves.toMatchObject({ code: 6 });
    });

    it('that does not answer is reported with the address', async () => {
      const { code, stderr } = await rig.run(['whoami']);
      expect(code).toBe(6);
      expect(stderr).toContain('Nothing answers at http://127.0.0.1:8000');
    });

    it('says what is wrong, where, and how to report it', async () => {
      rig.refuse('GET /api/auth/me', 401, 'not-signed-in');
      await expect(rig.run(['whoami'])).resolves.toMatchObject({
        code: 3,
        stderr: 'Refused: Do something else.\nSign in with: botarmy login\n',
      });
      rig.refuse('GET /api/auth/me', 500, 'internal-error', {
        request_id: 'req_1',
        errors: [{ pointer: '/a', detail: '\u001b[2Jb' }],
      });
      await expect(rig.run(['whoami'])).resolves.toMatchObject({
        code: 1,
        stderr: 'Refused: Do something else.\n  /a: b\nRequest id: req_1\n',
      });
    });
  });
});
