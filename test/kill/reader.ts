// Looks into the database of a plein from outside, whichever it is.
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'
import { codeOf } from '../../src/platform/error-code.ts'

export interface Reader {
  /** @param sql plain enough for both databases; names of columns between double quotes */
  rows<Row>(sql: string): Promise<Row[]>
  close(): Promise<void>
}

export async function openReader(databaseUrl: string): Promise<Reader> {
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new SqliteDatabase(databaseUrl.slice('sqlite:'.length), { timeout: 10_000 })
    return {
      async rows<Row>(sql: string) {
        const statement = database.prepare(sql)
        if (statement.reader) return statement.all() as Row[]
        statement.run()
        return []
      },
      close: async () => void database.close(),
    }
  }
  const url = new URL(databaseUrl)
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  const pool = new pg.Pool({
    max: 2,
    connectionString: url.href,
    ...(schema ? { options: `-c search_path=${schema}` } : {}),
  })
  // A server that ends takes its idle connections with it.
  pool.on('error', () => undefined)
  async function rows<Row>(sql: string): Promise<Row[]> {
    try {
      return (await pool.query(sql)).rows as Row[]
    } catch (error) {
      // The plein locked the same rows in another order, and this was chosen to give way.
      if (codeOf(error) === '40P01') return rows(sql)
      throw error
    }
  }
  return {
    rows,
    close: () => pool.end(),
  }
}
