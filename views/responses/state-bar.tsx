// How far a response is: the bar of steps, and the state in words.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Steps } from '../ds/index.ts'

export interface FlowFacts {
  readonly name: string
  /** The usual life. */
  readonly path: readonly string[]
  readonly ended: readonly string[]
}

export function StateBar({ t, flow, state }: { t: Translate; flow: FlowFacts; state: string }): VNode | null {
  const at = flow.path.indexOf(state)
  const label = t('responses.steps')
  const named = (one: string) => ({ label: t(`${flow.name}.state.${one}`) })
  if (at >= 0) return <Steps label={label} steps={flow.path.map(named)} current={at} />
  if (state === 'new') return null
  const stopped = flow.ended.includes(state)
  const first = flow.path[0]
  // Outside the usual life: before it (invited), or a way out of it.
  if (!stopped) return <Steps label={label} steps={[state, ...flow.path].map(named)} current={0} />
  return <Steps label={label} steps={[...(first ? [first] : []), state].map(named)} current={first ? 1 : 0} stopped />
}

export function stateWords(t: Translate, flow: string, state: string): string {
  return state === 'new' ? t('responses.state.new') : t(`${flow}.state.${state}`)
}
