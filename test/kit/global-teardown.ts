// After a jest run: stops the PostgreSQL of this run and removes its folder.

export default async function globalTeardown(): Promise<void> {
  await globalThis.stopPostgres?.()
}
