// Responses to items (klussen first), their steps and private talk; consents; the market of klussen.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await responses(db)
  await consents(db)
  await market(db)
  await approval(db)
}

async function responses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('response')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.unique())
    .addColumn('contentId', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('respondentId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('offerIri', 'text')
    .addColumn('deadline', 'text')
    .addColumn('ended', 'integer', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('moved', 'text', (column) => column.notNull())
    .addColumn('heard', 'text')
    .execute()
  await sql`create unique index "response_one" on "response" ("contentId", "respondentId")`.execute(db)
  await sql`create index "response_respondent" on "response" ("respondentId", "moved", "id")`.execute(db)
  await sql`create index "response_offer" on "response" ("offerIri") where "offerIri" is not null`.execute(db)
  await sql`create index "response_due" on "response" ("deadline") where "deadline" is not null`.execute(db)
  await sql`create index "response_heard" on "response" ("heard") where "heard" is not null and "ended" = 0`.execute(db)
  await sql`alter table "notification" add column "path" text`.execute(db)
  await sql`alter table "notification" add column "words" text`.execute(db)
  await sql`alter table "notification" add column "subject" text`.execute(db)
  await sql`create unique index "notification_path" on "notification" ("personId", "path")`.execute(db)
  await db.schema
    .createTable('responseStep')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.notNull().unique())
    .addColumn('responseId', 'text', (column) => column.notNull().references('response.id'))
    .addColumn('move', 'text', (column) => column.notNull())
    .addColumn('maker', 'text', (column) => column.notNull())
    .addColumn('actorId', 'text')
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('proof', 'text')
    .addColumn('made', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('refusal', 'text')
    .addColumn('version', 'integer')
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('sendAgain', 'text')
    .execute()
  await sql`create index "responseStep_response" on "responseStep" ("responseId", "id")`.execute(db)
  await sql`create index "responseStep_again" on "responseStep" ("sendAgain") where "outcome" = 'pending'`.execute(db)
  await db.schema
    .createTable('responseMessage')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('iri', 'text', (column) => column.notNull().unique())
    .addColumn('responseId', 'text', (column) => column.notNull().references('response.id'))
    .addColumn('authorId', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('read', 'text')
    .execute()
  await sql`create index "responseMessage_response" on "responseMessage" ("responseId", "created", "id")`.execute(db)
}

async function consents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('consent')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('responseId', 'text', (column) => column.notNull().references('response.id'))
    .addColumn('personId', 'text', (column) => column.notNull())
    .addColumn('managerName', 'text', (column) => column.notNull())
    .addColumn('managerEmail', 'text', (column) => column.notNull())
    .addColumn('managerAccountId', 'text')
    .addColumn('termsVersion', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('reminded', 'text')
    .addColumn('decided', 'text')
    .execute()
  await sql`create index "consent_response" on "consent" ("responseId", "asked")`.execute(db)
  await sql`create index "consent_manager" on "consent" ("managerAccountId", "state")`.execute(db)
  await sql`create index "consent_open" on "consent" ("asked") where "state" = 'asked'`.execute(db)
}

async function market(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('klus')
    .addColumn('contentId', 'text', (column) => column.primaryKey().references('content.id').onDelete('cascade'))
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('hoursPerWeek', 'real')
    .addColumn('hoursTotal', 'real')
    .addColumn('starts', 'text')
    .addColumn('ends', 'text')
    .addColumn('closes', 'text', (column) => column.notNull())
    .addColumn('where', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addColumn('searchText', 'text', (column) => column.notNull())
    .execute()
  // What the list filters by stands in its indexes: what does not fit is passed over without looking at its row.
  const filters = sql.raw('"purpose", "hoursPerWeek", "where", "starts", "ends", "host", "place"')
  await sql`create index "klus_newest" on "klus" ("open", "published", "contentId", "closes", ${filters})`.execute(db)
  await sql`create index "klus_closing" on "klus" ("open", "closes", "contentId", ${filters})`.execute(db)
  await db.schema
    .createTable('klusExpertise')
    .addColumn('contentId', 'text', (column) => column.notNull().references('klus.contentId').onDelete('cascade'))
    .addColumn('expertise', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('klusExpertise_key', ['contentId', 'expertise'])
    .execute()
  await sql`create index "klusExpertise_newest" on "klusExpertise" ("expertise", "open", "published", "contentId")`.execute(
    db,
  )
  await words(db)
  await availability(db)
}

/** Words of open klussen, and each word once: a part of a word is looked up among the words first. */
async function words(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('klusWord')
    .addColumn('word', 'text', (column) => column.notNull())
    .addColumn('contentId', 'text', (column) => column.notNull().references('klus.contentId').onDelete('cascade'))
    .addPrimaryKeyConstraint('klusWord_key', ['word', 'contentId'])
    .execute()
  await sql`create index "klusWord_content" on "klusWord" ("contentId")`.execute(db)
  await db.schema
    .createTable('klusTerm')
    .addColumn('word', 'text', (column) => column.primaryKey())
    .execute()
}

async function availability(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('availability')
    .addColumn('personId', 'text', (column) => column.primaryKey().references('actor.id'))
    .addColumn('hoursPerWeek', 'real', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('updated', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('availabilityExpertise')
    .addColumn('personId', 'text', (column) => column.notNull().references('availability.personId').onDelete('cascade'))
    .addColumn('expertise', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('availabilityExpertise_key', ['personId', 'expertise'])
    .execute()
  await sql`create index "availabilityExpertise_who" on "availabilityExpertise" ("expertise", "personId")`.execute(db)
  await db.schema
    .createTable('savedSearch')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('personId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('notify', 'integer', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await sql`create unique index "savedSearch_query" on "savedSearch" ("personId", "query")`.execute(db)
}

async function approval(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('klusTemplate')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('values', 'text', (column) => column.notNull())
    .addColumn('ownerId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('shared', 'integer', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "klusTemplate_owner" on "klusTemplate" ("ownerId", "created")`.execute(db)
  await db.schema
    .createTable('klusReview')
    .addColumn('contentId', 'text', (column) => column.primaryKey().references('content.id').onDelete('cascade'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('decidedBy', 'text')
    .addColumn('decided', 'text')
    .addColumn('words', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "klusReview_waiting" on "klusReview" ("asked") where "state" = 'waiting'`.execute(db)
}
