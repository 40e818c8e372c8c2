import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { LucideFileBraces, LucideFileText } from '@lucide/angular';
import { Badge } from '@ui/badge/badge';

import { BytesPipe } from '../../../../format/format-pipes';
import { staleReason } from '../../data/artifact';
import type { ArtifactMetadata } from '../../data/artifact';

/** Links to the documents of a workflow. */
@Component({
  selector: 'app-document-list',
  imports: [Badge, BytesPipe, LucideFileBraces, LucideFileText, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'block' },
  template: `
    <ul>
      @for (artifact of artifacts(); track artifact.id) {
        <li>
          <a
            class="flex items-center gap-2 rounded-md px-2 py-1.5 hover:bg-muted [&_svg]:size-4 [&_svg]:shrink-0"
            [routerLink]="['/workflows', artifact.workflow_id, 'artifacts', artifact.id]"
            routerLinkActive="bg-muted font-medium"
            ariaCurrentWhenActive="page"
          >
            @if (artifact.type === 'json') {
              <svg lucideFileBraces class="text-muted-foreground"></svg>
            } @else {
              <svg lucideFileText class="text-accent-text"></svg>
            }
            <span class="min-w-0 flex-1 truncate" [title]="artifact.path">{{ artifact.path }}</span>
            @if (artifact.stale; as stale) {
              <span uiBadge tone="warn" [title]="reasonOf(stale)">Outdated</span>
            }
            @if (artifact.version > 1) {
              <span class="text-xs text-muted-foreground">v{{ artifact.version }}</span>
            }
            @if (showsSize()) {
              <span class="text-xs text-muted-foreground">{{ artifact.size_bytes | bytes }}</span>
            }
          </a>
        </li>
      }
    </ul>
  `,
})
export class DocumentList {
  readonly artifacts = input.required<readonly ArtifactMetadata[]>();
  readonly showsSize = input(true);
  protected readonly reasonOf = staleReason;
}
