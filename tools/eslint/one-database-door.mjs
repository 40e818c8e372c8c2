/** A file uses the Prisma client or the statement interface, never both: two doors to one table are two transactions. */

const isPrismaClient = (path) => path === '@prisma/client' || /(^|\/)generated\/prisma(\/|$)/.test(path);

export const oneDatabaseDoor = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      both: 'This file imports the Prisma client and Database (or pg). Split it: writes through Database, reads through Prisma.',
    },
  },
  create(context) {
    const imported = { prisma: undefined, database: undefined, adapter: false };
    return {
      ImportDeclaration(node) {
        const path = node.source.value;
        const names = node.specifiers.map((specifier) => specifier.imported?.name);
        if (isPrismaClient(path)) imported.prisma = node;
        if (path === 'pg' || (path === '@botarmy/chassis' && names.includes('Database'))) imported.database = node;
        // The provider that builds the client on the service's pool has to name both.
        if (names.includes('prismaAdapter')) imported.adapter = true;
      },
      'Program:exit'() {
        const { prisma, database, adapter } = imported;
        if (prisma && database && !adapter) context.report({ node: database, messageId: 'both' });
      },
    };
  },
};
