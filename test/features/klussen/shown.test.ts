// What stands on a profile of a finished klus: nothing early, nothing that was not chosen, nothing that was taken back.
import { expect, test } from '@jest/globals'
import { shownReview } from '../../../src/features/klussen/rules/shown.ts'
import { dataOf, klusOf, play, standingIn } from '../../kinds/klus/flow/play.ts'

const subject = klusOf('request')
const chosen = { shown: true }
const reviewed = play(subject, [{ move: 'showReview', by: 'respondent' }], standingIn('reviewed', 'request'))

test('the words of the other one, with his role and organisation, for whom chose it', () => {
  expect(shownReview(reviewed, { side: 'respondent', chosen })).toMatchObject({
    text: 'Fijn gewerkt',
    by: 'client',
    organisation: 'A',
    until: dataOf(reviewed).completed,
  })
  // The other one did not choose.
  expect(shownReview(reviewed, { side: 'author', chosen })).toBeUndefined()
})

test('nothing early, whatever the data say', () => {
  expect(shownReview({ ...reviewed, state: 'completed' }, { side: 'respondent', chosen })).toBeUndefined()
})

test('nothing once it is taken back, also while the other plein did not hear of it', () => {
  for (const last of [{ shown: false }, {}, null])
    expect(shownReview(reviewed, { side: 'respondent', chosen: last })).toBeUndefined()
  const back = play(subject, [{ move: 'showReview', by: 'respondent', payload: { shown: false } }], reviewed)
  expect(shownReview(back, { side: 'respondent', chosen })).toBeUndefined()
})
