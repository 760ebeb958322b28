// Groups, media, the spine (content, facets, revisions, tags, mentions), comments, reactions.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await groups(db)
  await media(db)
  await content(db)
  await aroundContent(db)
  await comments(db)
}

async function groups(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('group')
    .addColumn('actorId', 'text', (column) => column.primaryKey().references('actor.id'))
    .addColumn('access', 'text', (column) => column.notNull())
    .addColumn('restricted', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('searchText', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('memberCount', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('organisationCount', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lastActivity', 'text', (column) => column.notNull())
    .addColumn('history', 'text', (column) => column.notNull().defaultTo('none'))
    .addColumn('historyCount', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`create index "group_directory" on "group" ("access", "lastActivity", "actorId")`.execute(db)
  await sql`create index "group_lively" on "group" ("lastActivity", "actorId")`.execute(db)
}

async function media(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('media')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ownerId', 'text')
    .addColumn('file', 'text')
    .addColumn('mimeType', 'text', (column) => column.notNull())
    .addColumn('alt', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('bytes', 'integer')
    .addColumn('remoteUrl', 'text', (column) => column.unique())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('attachment')
    .addColumn('subjectId', 'text', (column) => column.notNull())
    .addColumn('mediaId', 'text', (column) => column.notNull().references('media.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('attachment_key', ['subjectId', 'mediaId'])
    .execute()
  await sql`create index "attachment_media" on "attachment" ("mediaId", "subjectId")`.execute(db)
}

async function content(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('content')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('local', 'integer', (column) => column.notNull())
    .addColumn('authorId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('groupId', 'text', (column) => column.references('group.actorId'))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('contextIri', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addColumn('edited', 'text')
    .addColumn('deleted', 'text')
    .addColumn('commentCount', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('likeCount', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lastActivity', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "content_group" on "content" ("groupId", "lastActivity", "id") where "state" = 'published'`.execute(
    db,
  )
  await sql`create index "content_author" on "content" ("authorId", "published", "id")`.execute(db)
  await sql`create index "content_host" on "content" ("host", "lastActivity", "id") where "state" = 'published'`.execute(
    db,
  )
  await sql`create index "content_group_newest" on "content" ("groupId", "published", "id") where "state" = 'published'`.execute(
    db,
  )
  await sql`create index "content_newest" on "content" ("published", "id") where "state" = 'published'`.execute(db)
  await sql`create index "content_stream" on "content" ("lastActivity", "id") where "state" = 'published'`.execute(db)
  await sql`create index "content_kind" on "content" ("kind", "lastActivity", "id") where "state" = 'published'`.execute(
    db,
  )
  await sql`create index "content_by" on "content" ("authorId", "lastActivity", "id") where "state" = 'published'`.execute(
    db,
  )
  await sql`create index "content_context" on "content" ("contextIri")`.execute(db)
}

async function aroundContent(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contentFacet')
    .addColumn('contentId', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('text', 'text')
    .addColumn('number', 'real')
    .execute()
  await sql`create index "contentFacet_content" on "contentFacet" ("contentId")`.execute(db)
  await sql`create index "contentFacet_text" on "contentFacet" ("name", "text", "contentId")`.execute(db)
  await sql`create index "contentFacet_number" on "contentFacet" ("name", "number", "contentId")`.execute(db)
  await db.schema
    .createTable('revision')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('subjectId', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('editorId', 'text', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "revision_subject" on "revision" ("subjectId", "id")`.execute(db)
  await db.schema
    .createTable('tag')
    .addColumn('contentId', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tag_key', ['tag', 'contentId'])
    .execute()
  await sql`create index "tag_stream" on "tag" ("tag", "published", "contentId")`.execute(db)
  await sql`create index "tag_content" on "tag" ("contentId")`.execute(db)
  await db.schema
    .createTable('mention')
    .addColumn('subjectId', 'text', (column) => column.notNull())
    .addColumn('actorId', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mention_key', ['subjectId', 'actorId'])
    .execute()
  await sql`create index "mention_actor" on "mention" ("actorId", "subjectId")`.execute(db)
  await db.schema
    .createTable('pin')
    .addColumn('groupId', 'text', (column) => column.notNull().references('group.actorId'))
    .addColumn('contentId', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('created', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pin_key', ['groupId', 'contentId'])
    .execute()
}

async function comments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.notNull().unique())
    .addColumn('contentId', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('parentId', 'text')
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('local', 'integer', (column) => column.notNull())
    .addColumn('authorId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('body', 'text')
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addColumn('edited', 'text')
    .addColumn('deleted', 'text')
    .addColumn('likeCount', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`create index "comment_thread" on "comment" ("contentId", "published", "id")`.execute(db)
  await sql`create index "comment_author" on "comment" ("authorId", "published", "id")`.execute(db)
  await db.schema
    .createTable('reaction')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.notNull().unique())
    .addColumn('subjectId', 'text', (column) => column.notNull())
    .addColumn('actorId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await sql`create unique index "reaction_once" on "reaction" ("subjectId", "actorId", "type")`.execute(db)
  await sql`create index "reaction_actor" on "reaction" ("actorId", "type", "id")`.execute(db)
}
