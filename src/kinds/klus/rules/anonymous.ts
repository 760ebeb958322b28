// What is left of a klus when the people are forgotten: what was asked, how much of it, when and where. Pure.
import { type KlusData, klusLimits } from '../rules.ts'

/** Free text about people and circumstances goes whole; of what it had to bring, who is named in it. */
export function anonymous(data: KlusData, strike: (text: string) => string): KlusData {
  const { contact: _, forWhom: __, guidance: ___, learn: ____, conditions: _____, ...kept } = data
  const expertise = data.expertise.map(strike).map((one) => one.slice(0, klusLimits.expertiseLength))
  const status = data.status === 'open' ? 'expired' : data.status
  return { ...kept, status, result: strike(data.result), expertise, candidateInView: false }
}
