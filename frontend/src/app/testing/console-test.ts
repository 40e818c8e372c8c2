import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import type { Routes } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { LiveConnection } from '../live/live-connection';
import { CONNECT } from '../live/live-socket';
import type { Role } from '../session/role';
import { SessionStore } from '../session/session-store';
import { FakeApi } from './fake-api';
import { FakeSocket } from './fake-socket';
import { sessionOf } from './session-of';

/** A console whose platform and socket are the test's, with somebody of a role signed in. */
export class ConsoleTest {
  readonly api = new FakeApi();
  readonly socket = new FakeSocket();
  harness!: RouterTestingHarness;

  static async create(routes: Routes, role: Role): Promise<ConsoleTest> {
    const test = new ConsoleTest();
    test.api.on('GET /api/auth/me', sessionOf(role));
    TestBed.configureTestingModule({
      providers: [
        test.api.provide(),
        { provide: CONNECT, useValue: () => test.socket },
        provideRouter(routes, withComponentInputBinding()),
      ],
    });
    await TestBed.inject(SessionStore).ensure();
    TestBed.inject(LiveConnection).open();
    test.socket.open();
    test.harness = await RouterTestingHarness.create();
    return test;
  }

  async goTo(address: string): Promise<void> {
    await this.harness.navigateByUrl(address);
    await this.settle();
  }

  /** Lets answers arrive and be drawn. */
  async settle(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      await this.harness.fixture.whenStable();
    }
  }

  /** Waits for what news bring about after the pause that keeps bursts of news cheap. */
  async until(isSo: () => boolean): Promise<void> {
    for (let round = 0; round < 100 && !isSo(); round += 1) await this.settle();
    if (!isSo()) throw new Error(`It did not come about. The page says: ${this.text}`);
  }

  get page(): HTMLElement {
    return this.harness.fixture.nativeElement as HTMLElement;
  }

  /** Text of the page, runs of blanks as one. */
  get text(): string {
    return (this.page.textContent ?? '').replaceAll(/\s+/g, ' ');
  }

  /** The first element of a kind whose text or label holds the words. */
  find<TElement extends HTMLElement = HTMLElement>(selector: string, words = ''): TElement {
    const found = [...document.querySelectorAll<TElement>(selector)].find((element) =>
      `${element.textContent} ${element.getAttribute('aria-label') ?? ''}`.includes(words),
    );
    if (found === undefined) throw new Error(`There is no ${selector} with "${words}" in: ${this.text}`);
    return found;
  }

  async click(selector: string, words = ''): Promise<void> {
    this.find(selector, words).click();
    await this.settle();
  }

  async type(selector: string, text: string): Promise<void> {
    const control = this.find<HTMLInputElement>(selector);
    control.value = text;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    await this.settle();
  }

  async choose(selector: string, value: string): Promise<void> {
    const control = this.find<HTMLSelectElement>(selector);
    control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
    await this.settle();
  }

  async receive(frame: object): Promise<void> {
    this.socket.receive(frame);
    await this.settle();
  }

  async press(key: string): Promise<void> {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await this.settle();
  }
}
