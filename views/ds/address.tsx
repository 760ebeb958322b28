// The address of a person or group, to hand over.
import type { VNode } from 'preact'

/** `@omgevingswet@plein.gemeente.example`: selected as a whole, and in a narrow place broken before its host. */
export function Address({ address }: { address: string }): VNode {
  const host = address.lastIndexOf('@')
  return (
    <code class="dv-code">
      {address.slice(0, host)}
      <wbr />
      {address.slice(host)}
    </code>
  )
}
