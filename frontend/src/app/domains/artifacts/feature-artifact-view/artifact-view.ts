import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';
import { LucideCheck, LucideCopy, LucideDownload, LucideFlaskConical } from '@lucide/angular';
import { BrnTabs } from '@spartan-ng/brain/tabs';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { Card, CardHeader, CardTitle } from '@ui/card/card';
import { Select } from '@ui/field/field';
import { Skeleton } from '@ui/skeleton/skeleton';
import { Tab, TabPanel, TabsList } from '@ui/tabs/tabs';

import { BytesPipe, IdAsNamePipe, InstantPipe } from '../../../format/format-pipes';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { isSimulated, staleReason } from '../data/artifact';
import { ArtifactClient } from '../data/artifact-client';
import { DocumentContent } from '../ui/document-content/document-content';
import { DocumentList } from '../ui/document-list/document-list';
import { ArtifactViewStore } from './artifact-view-store';

/** A document of a workflow: rendered, with everything known about it. */
@Component({
  selector: 'app-artifact-view',
  imports: [
    Badge,
    BrnTabs,
    Button,
    BytesPipe,
    Card,
    CardHeader,
    CardTitle,
    DocumentContent,
    DocumentList,
    IdAsNamePipe,
    InstantPipe,
    LucideCheck,
    LucideCopy,
    LucideDownload,
    LucideFlaskConical,
    ProblemPanel,
    RouterLink,
    Select,
    Skeleton,
    Tab,
    TabPanel,
    TabsList,
  ],
  providers: [ArtifactViewStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './artifact-view.html',
})
export class ArtifactView {
  protected readonly store = inject(ArtifactViewStore);
  protected readonly staleReason = staleReason;
  readonly #router = inject(Router);
  readonly #client = inject(ArtifactClient);
  readonly #title = inject(Title);

  readonly workflowId = input.required<string>();
  readonly artifactId = input.required<string>();
  readonly version = input<string>();

  protected readonly isCopied = signal(false);
  protected readonly isSimulated = computed(() => {
    const artifact = this.store.artifact();
    return artifact !== undefined && isSimulated(artifact);
  });
  protected readonly versions = computed(() =>
    Array.from({ length: this.store.newestVersion() }, (_, index) => this.store.newestVersion() - index),
  );
  protected readonly downloadUrl = computed(() => {
    const artifact = this.store.artifact();
    return artifact === undefined ? '' : this.#client.downloadUrl(artifact.id, artifact.version);
  });
  /** Documents this one was built from, by name where they are of this workflow. */
  protected readonly sources = computed(() =>
    (this.store.artifact()?.dependencies ?? []).map((id) => ({
      id,
      sibling: this.store.siblings().find((sibling) => sibling.id === id || sibling.version_id === id),
    })),
  );
  protected readonly facts = computed(() => {
    const metadata = this.store.artifact()?.metadata ?? {};
    const known = { provider: 'Provider', model: 'Model', words: 'Words', attempt: 'Attempt' };
    return Object.entries(known).flatMap(([key, label]) => {
      const value = metadata[key];
      return typeof value === 'string' || typeof value === 'number' ? [{ label, value: String(value) }] : [];
    });
  });
  readonly #wantedVersion = computed(() => {
    const version = Number(this.version());
    return Number.isInteger(version) && version > 0 ? version : undefined;
  });

  constructor() {
    effect(() => {
      this.workflowId();
      this.artifactId();
      this.#wantedVersion();
      untracked(() => this.load());
    });
    effect(() => {
      const path = this.store.artifact()?.path;
      if (path !== undefined) this.#title.setTitle(`${path} · BotArmy`);
    });
  }

  protected load(): void {
    this.isCopied.set(false);
    void this.store.load(this.workflowId(), this.artifactId(), this.#wantedVersion());
  }

  protected chooseVersion(event: Event): void {
    const version = (event.target as HTMLSelectElement).value;
    void this.#router.navigate([], {
      queryParams: { version: version === String(this.store.newestVersion()) ? null : version },
    });
  }

  protected openDocument(event: Event): void {
    const artifactId = (event.target as HTMLSelectElement).value;
    void this.#router.navigate(['/workflows', this.workflowId(), 'artifacts', artifactId]);
  }

  protected async copyChecksum(checksum: string): Promise<void> {
    await navigator.clipboard.writeText(checksum);
    this.isCopied.set(true);
  }
}
