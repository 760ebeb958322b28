// What a piece of work costs, in time of the processor that it has for itself: the same whether the machine is idle or busy.

/** @returns milliseconds of this thread, without what it waits for */
export async function costOf(work: () => unknown): Promise<number> {
  const began = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(began)
  return (user + system) / 1000
}
