// How things stand on the page: under each other, next to each other, with a side column.
import type { ComponentChildren, VNode } from 'preact'

export interface StackProps {
  /** Room between the things. */
  space?: 'small' | 'medium' | 'large'
  id?: string | undefined
  children: ComponentChildren
}

/** Under each other, with even room between. */
export function Stack({ space = 'medium', id, children }: StackProps): VNode {
  return (
    <div class={`dv-stack dv-stack--${space}`} id={id}>
      {children}
    </div>
  )
}

export interface ListProps {
  /** For what a script adds to it. */
  id?: string | undefined
  children: ComponentChildren
}

/** Lines under each other, parted by hairlines. */
export function Rows({ id, children }: ListProps): VNode {
  return (
    <div class="dv-rows" id={id}>
      {children}
    </div>
  )
}

/** Short cards, next to each other where there is room. */
export function Grid({ id, children }: ListProps): VNode {
  return (
    <div class="dv-grid" id={id}>
      {children}
    </div>
  )
}

export interface ClusterProps {
  /** The last thing goes to the end of the line. */
  spread?: boolean | undefined
  id?: string | undefined
  children: ComponentChildren
}

/** Next to each other as long as there is room: buttons, tags, facts. */
export function Cluster({ spread, id, children }: ClusterProps): VNode {
  return (
    <div class={spread ? 'dv-cluster dv-cluster--spread' : 'dv-cluster'} id={id}>
      {children}
    </div>
  )
}

export interface BesideProps {
  /** A picture or face, in front. */
  front: ComponentChildren
  /** In the middle of its height; otherwise at the top. */
  middle?: boolean | undefined
  children: ComponentChildren
}

/** Words beside a picture, never below it. */
export function Beside({ front, middle, children }: BesideProps): VNode {
  return (
    <div class={middle ? 'dv-beside dv-beside--middle' : 'dv-beside'}>
      {front}
      <div>{children}</div>
    </div>
  )
}

export interface WithSideProps {
  /** "Over deze groep", filters; below the text on a narrow screen. */
  side?: ComponentChildren
  /** Name of the side column for screen readers. */
  sideLabel: string
  children: ComponentChildren
}

/** The text column with a side column on a wide screen. */
export function WithSide({ side, sideLabel, children }: WithSideProps): VNode {
  return (
    <div class="dv-with-side">
      <div class="dv-with-side__main">{children}</div>
      {side && (
        <aside class="dv-with-side__side" aria-label={sideLabel}>
          {side}
        </aside>
      )}
    </div>
  )
}
