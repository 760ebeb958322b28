// The private talk of a response.
import type { Selectable } from 'kysely'
import type { ResponseId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { MessageId } from '../rules/response.ts'
import { responseLimits } from '../rules/response.ts'
import type { ResponseMessageTable } from '../tables.ts'

export type Message = Selectable<ResponseMessageTable>

/** Whoever looks: the caller checks that the viewer is one of the two. */
export function findMessage(db: Db, id: string): Promise<Message | undefined> {
  return db
    .selectFrom('responseMessage')
    .selectAll()
    .where('id', '=', id as MessageId)
    .executeTakeFirst()
}

/** By its id on the wire, whoever looks. */
export function findMessageByIri(db: Db, iri: string): Promise<Message | undefined> {
  return db.selectFrom('responseMessage').selectAll().where('iri', '=', iri).executeTakeFirst()
}

/** Oldest first. The caller has checked that it may be seen. */
export function listMessages(db: Db, responseId: ResponseId): Promise<Message[]> {
  return db
    .selectFrom('responseMessage')
    .selectAll()
    .where('responseId', '=', responseId)
    .orderBy('created')
    .orderBy('id')
    .limit(2 * responseLimits.messagesEach)
    .execute()
}
