// All kinds of content, in the order in which people are offered them. One line per kind.
import type { AnyKind } from '../core/kind.ts'
import { klus } from './klus/kind.ts'
import { post } from './post/kind.ts'

export const kinds: readonly AnyKind[] = [post, klus]
