// Steps that must not run beside each other: each begins when the one before it has ended, well or not.

export type InTurn = <Result>(step: () => Promise<Result>) => Promise<Result>

export function openInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (step) => {
    const ours = last.then(step)
    last = ours.catch(() => undefined)
    return ours
  }
}
