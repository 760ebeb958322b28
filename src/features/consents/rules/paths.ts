// Where the pages of consents are.

/** For a manager who is signed in. */
export function consentPath(consentId: string): string {
  return `/consent/${consentId}`
}

/** For whoever has the link. */
export function consentLinkPath(token: string): string {
  return `/consent?token=${encodeURIComponent(token)}`
}

/** For the worker: whom he asks, and what came of it. */
export function askPath(responseId: string): string {
  return `/consents/${responseId}`
}
/** The agreement as a paper, for the two. */
export function agreementPath(responseId: string): string {
  return `/agreements/${responseId}`
}
