import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const run = (script: string, ...options: string[]) =>
  spawnSync(process.execPath, [join(__dirname, script), ...options], {
    encoding: 'utf8',
    env: { ...process.env, HELM_BIN: '/nowhere/helm' },
  });

describe('the Kubernetes checks without helm', () => {
  it('report every check as not run with the reason, and fail', () => {
    const { status, stdout } = run('check.mjs');
    expect(status).toBe(1);
    expect(stdout).toContain('not run  helm: HELM_BIN names /nowhere/helm, which does not exist.');
    expect(stdout).not.toMatch(/^ok/m);
  });

  it('report the same but pass when missing tools are explicitly allowed', () => {
    const { status, stdout } = run('check.mjs', '--allow-missing-tools');
    expect(status).toBe(0);
    expect(stdout.match(/^not run/gm)).toHaveLength(7);
  });

  it('render nothing and say why', () => {
    const { status, stdout, stderr } = run('render.mjs');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('HELM_BIN');
  });
});
