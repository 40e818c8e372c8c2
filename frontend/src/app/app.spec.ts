import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';

import { App } from './app';
import { appConfig } from './app.config';
import { CONNECT } from './live/live-socket';
import type { Role } from './session/role';
import { SessionStore } from './session/session-store';
import { FakeApi, problem } from './testing/fake-api';
import { FakeSocket } from './testing/fake-socket';
import { sampleSummary } from './testing/samples';
import { sessionOf } from './testing/session-of';

interface RunningApp {
  readonly api: FakeApi;
  readonly socket: FakeSocket;
  readonly page: HTMLElement;
  readonly url: () => string;
  readonly until: (isSo: () => boolean) => Promise<void>;
  readonly go: (address: string) => Promise<void>;
}

async function start(address: string, role: Role | null): Promise<RunningApp> {
  const api = new FakeApi()
    .on('GET /api/auth/me', role === null ? problem(401, 'not-signed-in') : sessionOf(role))
    .on('GET /api/workflows', { workflows: [sampleSummary()], total_count: 1, next_cursor: null })
    .on('GET /api/hitl/requests', { requests: [], total_count: 3, next_cursor: null });
  const socket = new FakeSocket();
  const providers = [...appConfig.providers, api.provide(), { provide: CONNECT, useValue: () => socket }];
  TestBed.configureTestingModule({ providers });
  const fixture = TestBed.createComponent(App);
  document.body.append(fixture.nativeElement);
  const page = fixture.nativeElement as HTMLElement;
  const router = TestBed.inject(Router);
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let round = 0; round < 100 && !isSo(); round += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await fixture.whenStable();
    }
    if (!isSo()) throw new Error(`It did not come about at ${router.url}: ${page.textContent}`);
  };
  await router.navigateByUrl(address);
  return {
    api,
    socket,
    page,
    until,
    url: () => router.url,
    go: async (to) => {
      await router.navigateByUrl(to);
      await fixture.whenStable();
    },
  };
}

function fill(page: HTMLElement, selector: string, text: string): void {
  const control = page.querySelector<HTMLInputElement>(selector);
  if (control === null) throw new Error(`There is no ${selector}.`);
  control.value = text;
  control.dispatchEvent(new Event('input'));
}

function submit(page: HTMLElement): void {
  page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
}

describe('the console', () => {
  it('opens with the list of workflows, the socket and the number of approvals', async () => {
    const { page, until, socket } = await start('/', 'viewer');
    await until(() => page.textContent?.includes('A lending library') === true);
    expect(TestBed.inject(Title).getTitle()).toBe('Workflows · BotArmy');
    socket.open();
    await until(() => page.querySelector('.nav-count')?.textContent === '3 waiting');
    expect(page.textContent).toContain('Simulated models');
  });

  it('moves the focus to the content of the next page', async () => {
    const { page, until, go } = await start('/workflows', 'viewer');
    await until(() => page.textContent?.includes('A lending library') === true);
    await go('/account');
    await until(() => document.activeElement?.id === 'main');
    await go('/nowhere');
    await until(() => page.textContent?.includes('This page does not exist') === true);
  });

  it('asks who comes first and brings them to where they wanted', async () => {
    const { page, until, url, api } = await start('/approvals', null);
    await until(() => page.querySelector('form') !== null);
    expect(url()).toBe('/login?return=%2Fapprovals');
    submit(page);
    await until(() => page.textContent?.includes('Enter your e-mail address.') === true);
    fill(page, '#email', ' ada@example.org ');
    submit(page);
    fill(page, '#password', 'wrong');
    api.on('POST /api/auth/login', problem(401, 'invalid-credentials'));
    submit(page);
    await until(() => page.textContent?.includes('Detail of invalid-credentials.') === true);
    api.on('POST /api/auth/login', sessionOf('viewer')).on('GET /api/auth/me', sessionOf('viewer'));
    fill(page, '#password', 'right');
    submit(page);
    await until(() => url() === '/approvals');
    expect(api.of('POST /api/auth/login')[1]?.body).toEqual({ email: 'ada@example.org', password: 'right' });
  });

  it('keeps those who are signed in away from the sign-in page', async () => {
    const { until, url } = await start('/login', 'viewer');
    await until(() => url() === '/workflows');
  });

  it('leaves when the session ends and says so', async () => {
    const { page, until, url, api, socket } = await start('/workflows', 'viewer');
    await until(() => page.textContent?.includes('A lending library') === true);
    api.on('GET /api/auth/me', problem(401, 'not-signed-in'));
    socket.open();
    socket.lose(4401);
    await until(() => page.textContent?.includes('Your session ended.') === true);
    expect(url()).toBe('/login?return=%2Fworkflows');
    expect(socket.isClosed).toBe(true);
  });

  it('shows what the platform announces, until it is dismissed', async () => {
    const { page, until, socket } = await start('/workflows', 'viewer');
    await until(() => page.querySelector('app-notice-list') !== null);
    for (const level of ['warning', 'error', 'info', 'error'])
      socket.receive({ type: 'system_notification', level, message: `Message of ${level}` });
    await until(() => page.querySelectorAll('app-notice-list p').length === 3);
    page.querySelector<HTMLButtonElement>('app-notice-list button')?.click();
    await until(() => page.querySelectorAll('app-notice-list p').length === 2);
  });

  it('lists its shortcuts under a question mark and goes where they say', async () => {
    const { page, until, url } = await start('/workflows', 'operator');
    await until(() => page.textContent?.includes('A lending library') === true);
    const press = (key: string): void =>
      void document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('?');
    await until(
      () => document.querySelector('.cdk-dialog-container')?.textContent?.includes('Go to approvals') === true,
    );
    press('g');
    press('a');
    expect(url()).toBe('/workflows');
    document.querySelector<HTMLButtonElement>('.cdk-dialog-container button')?.click();
    await until(() => document.querySelector('.cdk-dialog-container') === null);
    press('g');
    press('a');
    await until(() => url() === '/approvals');
  });

  it('lets the account page change colours and shortcuts, and sign out', async () => {
    const { page, until, url, api } = await start('/account', 'viewer');
    api.on('POST /api/auth/logout', {});
    await until(() => page.textContent?.includes('ada@example.org') === true);
    page.querySelector<HTMLInputElement>('input[value=dark]')?.click();
    await until(() => document.documentElement.classList.contains('dark'));
    page.querySelector<HTMLButtonElement>('app-theme-button button')?.click();
    await until(() => !document.documentElement.classList.contains('dark'));
    expect(localStorage.getItem('botarmy.theme')).toBe('light');
    page.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    expect(localStorage.getItem('botarmy.shortcuts')).toBe('off');
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    expect(document.querySelector('.cdk-dialog-container')).toBeNull();
    [...page.querySelectorAll('button')].find((button) => button.textContent?.includes('Sign out'))?.click();
    await until(() => url() === '/login');
    expect(api.of('POST /api/auth/logout')[0]?.headers['x-csrf-token']).toBe('token-of-me');
    localStorage.clear();
  });

  it('names a platform that does not answer and asks again at the next address', async () => {
    const { page, until, api, go } = await start('/login', null);
    await until(() => page.textContent?.includes('Sign in') === true);
    TestBed.inject(SessionStore).end();
    api.on('GET /api/auth/me', new TypeError('Failed to fetch'));
    await TestBed.inject(SessionStore).recheck();
    expect(TestBed.inject(SessionStore).phase()).toBe('signed-out');
    await go('/unreachable');
    await until(() => page.textContent?.includes('The platform did not answer') === true);
  });

  it('shows the unreachable page in place of the wanted one', async () => {
    const api = new FakeApi().on('GET /api/auth/me', new TypeError('Failed to fetch'));
    TestBed.configureTestingModule({ providers: [...appConfig.providers, api.provide()] });
    const fixture = TestBed.createComponent(App);
    const router = TestBed.inject(Router);
    await router.navigateByUrl('/workflows');
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toContain('The platform did not answer');
  });
});
