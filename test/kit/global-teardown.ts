// After a jest run: stops the PostgreSQL of this run, and removes what was made for it.

export default async function globalTeardown(): Promise<void> {
  await globalThis.closeDesk?.()
}
