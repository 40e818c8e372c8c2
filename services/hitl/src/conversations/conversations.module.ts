import { Module } from '@nestjs/common';

import { PrismaModule } from '../database/prisma.module';
import { PeopleModule } from '../people/people.module';
import { PreferencesModule } from '../preferences/preferences.module';
import { RequestsModule } from '../requests/requests.module';
import { AnswerLoop } from './answers/answer-loop';
import { AnswerNotices } from './answers/answer-notices';
import { AnswerPieces } from './answers/answer-pieces';
import { AnswerStore } from './answers/answer-store';
import { AnswersMetrics } from './answers/answers.metrics';
import { WriteAnswer } from './answers/write-answer';
import { OpenRequests } from './commands/open-requests';
import { RunCommand } from './commands/run-command';
import { ConverseServer } from './posting/converse.server';
import { MessageController } from './posting/message.controller';
import { PostMessage } from './posting/post-message';
import { ReadAttachments } from './posting/read-attachments';
import { SearchController } from './search/search.controller';
import { ShareStore } from './shares/share-store';
import { ShareController } from './shares/share.controller';
import { ConversationStore } from './store/conversation-store';
import { ConversationController } from './store/conversation.controller';
import { ConversationRepository } from './store/conversation.repository';
import { ReadableConversations } from './store/readable-conversations';

@Module({
  imports: [PrismaModule, PeopleModule, PreferencesModule, RequestsModule],
  controllers: [ConversationController, MessageController, SearchController, ShareController],
  providers: [
    AnswerLoop,
    AnswerNotices,
    AnswerPieces,
    AnswerStore,
    AnswersMetrics,
    ConversationRepository,
    ConversationStore,
    ConverseServer,
    OpenRequests,
    PostMessage,
    ReadAttachments,
    ReadableConversations,
    RunCommand,
    ShareStore,
    WriteAnswer,
  ],
  exports: [ConversationStore, ReadableConversations],
})
export class ConversationsModule {}
