// The tables that are there, each after those that it refers to; for backup and restore.
import { type QueryExecutorProvider, sql } from 'kysely'
import type { DialectName } from './dialect.ts'

/** Names of our tables (without those of the migrations), parents first. */
export async function tablesInOrder(db: QueryExecutorProvider, dialect: DialectName): Promise<string[]> {
  const names = await (dialect === 'sqlite' ? sqliteTables(db) : postgresTables(db))
  const parents = await (dialect === 'sqlite' ? sqliteParents(db) : postgresParents(db))
  const ordered = new Set<string>()
  function place(name: string, below: readonly string[]): void {
    if (ordered.has(name) || below.includes(name)) return
    for (const [child, parent] of parents) {
      if (child === name && names.includes(parent)) place(parent, [...below, name])
    }
    ordered.add(name)
  }
  for (const name of names) place(name, [])
  return [...ordered]
}

/** Names of the migrations that ran, oldest first. */
export async function migrationsDone(db: QueryExecutorProvider, dialect: DialectName): Promise<string[]> {
  const there = await (dialect === 'sqlite'
    ? sql<{ name: string }>`select "name" from "sqlite_master" where "name" = 'kysely_migration'`.execute(db)
    : sql<{ name: string }>`select 1 where to_regclass('kysely_migration') is not null`.execute(db))
  if (there.rows.length === 0) return []
  const { rows } = await sql<{ name: string }>`select "name" from "kysely_migration" order by "name"`.execute(db)
  return rows.map((row) => row.name)
}

async function sqliteTables(db: QueryExecutorProvider): Promise<string[]> {
  // pragma table_list tells ordinary tables from virtual ones and what those keep for themselves.
  const { rows } = await sql<{ name: string }>`
    select "name" from pragma_table_list where "schema" = 'main' and "type" = 'table'
      and "name" not like 'sqlite\\_%' escape '\\' and "name" not like 'kysely\\_%' escape '\\'
    order by "name"`.execute(db)
  return rows.map((row) => row.name)
}

async function postgresTables(db: QueryExecutorProvider): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename not like 'kysely\\_%' order by tablename`.execute(db)
  return rows.map((row) => row.name)
}

type Reference = readonly [child: string, parent: string]

async function sqliteParents(db: QueryExecutorProvider): Promise<Reference[]> {
  const { rows } = await sql<{ child: string; parent: string }>`
    select m."name" as "child", f."table" as "parent"
    from "sqlite_master" m join pragma_foreign_key_list(m."name") f where m."type" = 'table'`.execute(db)
  return rows.map((row) => [row.child, row.parent])
}

async function postgresParents(db: QueryExecutorProvider): Promise<Reference[]> {
  const { rows } = await sql<{ child: string; parent: string }>`
    select c.relname as child, p.relname as parent from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = current_schema()::regnamespace`.execute(db)
  return rows.map((row) => [row.child, row.parent])
}
