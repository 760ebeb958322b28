// Groups for other rooms: what they are, who may what, and the commands.
export { createGroup, type CreateGroup } from './commands/create-group.ts'
export { editGroup } from './commands/edit-group.ts'
export { joinGroup, type JoinOutcome, leaveGroup } from './commands/join-group.ts'
export { decideRequest, removeMember, setMemberRole } from './commands/manage-members.ts'
export { recordRemoteGroup, recountMembers, type RemoteGroup, touchingGroups } from './commands/record-group.ts'
export {
  findGroup,
  getGroup,
  type GroupFilter,
  knownAmong,
  listGroupCards,
  listGroups,
  listMyGroupIds,
} from './queries/groups.ts'
export {
  answerInvitation,
  blockPerson,
  invitePerson,
  type InviteOutcome,
  unblockPerson,
  withdrawInvitation,
} from './commands/standing.ts'
export { findGroupRules, findStanding, mayManage, mayPostIn, mayReplyIn } from './queries/may.ts'
export { findInviter, listStanding, type Place, placesIn, type StandingView } from './queries/standing.ts'
export {
  countOrganisations,
  listLocalMemberIds,
  listManagerIds,
  listManagers,
  listMembers,
  listRequests,
  type MemberView,
} from './queries/members.ts'
export * from './rules.ts'
export { visibleGroups } from './visibility.ts'
