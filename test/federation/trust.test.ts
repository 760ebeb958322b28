// The table of trust, row by row.
import { describe, expect, test } from '@jest/globals'
import { asksForModerators, type Claim, type Course, judge, type Standing } from '../../src/federation/trust.ts'

const A = 'https://a.example'
const B = 'https://b.example'
const GROUP = 'https://group.example'

const own: Claim = {
  type: 'Create',
  idOrigin: A,
  actorIri: `${A}/u/1`,
  actorOrigin: A,
  objectIri: `${A}/o/1`,
  objectOrigin: A,
  objectType: 'Note',
  authorOrigin: A,
  objectActorIri: undefined,
  signerOrigin: A,
  moderator: false,
}
const foreign = { objectIri: `${B}/o/1`, objectOrigin: B }
const byGroup = { signerOrigin: GROUP }

type Row = [what: string, claim: Partial<Claim>, standing: Standing, course: Course]
const table: Row[] = [
  ['own object, signed', {}, 'said', 'believe'],
  ['id of another origin', { idOrigin: B }, 'said', 'refuse'],
  ['actor that is no address', { actorOrigin: undefined }, 'said', 'refuse'],
  ['object of another origin', foreign, 'said', 'refuse'],
  ['own object by another author', { authorOrigin: B }, 'said', 'refuse'],
  ['object without an id', { objectIri: undefined, objectOrigin: undefined }, 'said', 'refuse'],
  ['Update of another’s object', { type: 'Update', ...foreign }, 'said', 'refuse'],
  ['wrapped Create', byGroup, 'wrapped', 'fetch'],
  ['wrapped Create of the group’s own server', {}, 'wrapped', 'believe'],
  ['wrapped Create of the group’s own server, by id', { objectType: undefined }, 'wrapped', 'fetch'],
  ['wrapped, without an id', { ...byGroup, idOrigin: undefined }, 'wrapped', 'refuse'],
  ['hinted Create', { signerOrigin: B }, 'hint', 'fetch'],
  ['own Delete', { type: 'Delete' }, 'said', 'believe'],
  ['Delete by a stranger', { type: 'Delete', ...foreign }, 'said', 'check'],
  ['Delete by a moderator', { type: 'Delete', ...foreign, moderator: true }, 'said', 'believe'],
  ['wrapped Delete by the author', { type: 'Delete', ...byGroup }, 'wrapped', 'check'],
  ['wrapped Delete by the author, by a group of his own server', { type: 'Delete' }, 'wrapped', 'believe'],
  ['wrapped Delete by a stranger', { type: 'Delete', ...foreign, ...byGroup }, 'wrapped', 'check'],
  ['wrapped Delete by a moderator', { type: 'Delete', ...foreign, ...byGroup, moderator: true }, 'wrapped', 'believe'],
  ['hinted Delete', { type: 'Delete', signerOrigin: B }, 'hint', 'check'],
  ['Like', { type: 'Like', ...foreign }, 'said', 'believe'],
  ['wrapped Like', { type: 'Like', ...foreign, ...byGroup }, 'wrapped', 'believe'],
  ['hinted Like', { type: 'Like', ...foreign, signerOrigin: B }, 'hint', 'refuse'],
  ['Undo of one’s own', { type: 'Undo', objectType: 'Like', objectActorIri: `${A}/u/1` }, 'said', 'believe'],
  ['Undo of another’s', { type: 'Undo', objectType: 'Like', objectActorIri: `${A}/u/2` }, 'said', 'refuse'],
  [
    'Undo of a moderator’s Lock by another moderator',
    { type: 'Undo', objectType: 'Lock', objectActorIri: `${B}/u/2`, moderator: true },
    'said',
    'believe',
  ],
  [
    'wrapped Undo{Like}',
    { type: 'Undo', objectType: 'Like', objectActorIri: `${A}/u/1`, ...byGroup },
    'wrapped',
    'believe',
  ],
  [
    'wrapped Undo{Like} of another',
    { type: 'Undo', objectType: 'Like', objectActorIri: `${B}/u/1`, ...byGroup },
    'wrapped',
    'refuse',
  ],
  [
    'wrapped Undo{Follow}',
    { type: 'Undo', objectType: 'Follow', objectActorIri: `${A}/u/1`, ...byGroup },
    'wrapped',
    'refuse',
  ],
  [
    'wrapped Undo{Lock} by a stranger',
    { type: 'Undo', objectType: 'Lock', objectActorIri: `${A}/u/1`, ...byGroup },
    'wrapped',
    'refuse',
  ],
  ['wrapped Lock by a moderator', { type: 'Lock', ...foreign, ...byGroup, moderator: true }, 'wrapped', 'believe'],
  ['wrapped Lock by a stranger', { type: 'Lock', ...foreign, ...byGroup }, 'wrapped', 'refuse'],
  ['wrapped Add of oneself to the moderators', { type: 'Add', ...byGroup }, 'wrapped', 'refuse'],
  ['wrapped Follow', { type: 'Follow', ...byGroup }, 'wrapped', 'refuse'],
  ['wrapped Announce', { type: 'Announce', ...byGroup }, 'wrapped', 'refuse'],
  ['Follow', { type: 'Follow', ...foreign }, 'said', 'believe'],
  ['Accept with an id that is no URI', { type: 'Accept', ...foreign, idOrigin: undefined }, 'said', 'believe'],
  ['hinted Follow', { type: 'Follow', signerOrigin: B }, 'hint', 'refuse'],
  ['unknown type', { type: 'Dance' }, 'said', 'believe'],
  ['wrapped unknown type', { type: 'toString' }, 'wrapped', 'refuse'],
]

describe('who is believed', () => {
  test.each(table)('%s', (_, claim, standing, course) => {
    expect(judge({ ...own, ...claim }, standing).course).toBe(course)
  })

  test('nobody moderates by owning what is added', () => {
    expect(judge({ ...own, type: 'Add' }, 'said').mayModerate).toBe(false)
    expect(judge({ ...own, type: 'Add', moderator: true }, 'said').mayModerate).toBe(true)
    expect(judge({ ...own, type: 'Delete' }, 'said').mayModerate).toBe(true)
    expect(judge({ ...own, type: 'Delete', ...foreign }, 'said').mayModerate).toBe(false)
  })

  test('moderators are looked up only where it matters', () => {
    expect(asksForModerators(own, 'said')).toBe(false)
    expect(asksForModerators({ ...own, type: 'Like' }, 'said')).toBe(false)
    expect(asksForModerators({ ...own, type: 'Delete' }, 'said')).toBe(false)
    expect(asksForModerators({ ...own, type: 'Delete' }, 'wrapped')).toBe(true)
    expect(asksForModerators({ ...own, type: 'Delete', ...foreign }, 'said')).toBe(true)
    expect(asksForModerators({ ...own, type: 'Undo', objectType: 'Block' }, 'said')).toBe(true)
  })
})
