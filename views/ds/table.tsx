// Facts in rows: a table, and a list of terms with their values.
import type { ComponentChildren, VNode } from 'preact'

export interface TableProps {
  head: readonly ComponentChildren[]
  rows: readonly (readonly ComponentChildren[])[]
  caption: string
  /** For ears only: a heading above says the same. */
  quiet?: boolean | undefined
}

/** The first cell of a row names the row. Scrolls sideways by itself on a narrow screen. */
export function Table({ head, rows, caption, quiet }: TableProps): VNode {
  return (
    <div
      class="utrecht-table-container utrecht-table-container--overflow-inline dv-table"
      role="region"
      aria-label={caption}
      tabindex={0}
    >
      <table class="utrecht-table utrecht-table--html-table">
        <caption class={quiet ? 'dv-hidden' : 'utrecht-table__caption'}>{caption}</caption>
        <thead class="utrecht-table__header">
          <tr class="utrecht-table__row">
            {head.map((cell, index) => (
              <th key={index} class="utrecht-table__header-cell" scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="utrecht-table__body">
          {rows.map((cells, row) => (
            <tr key={row} class="utrecht-table__row">
              {cells.map((cell, index) => (
                <Cell key={index} first={index === 0}>
                  {cell}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ first, children }: { first: boolean; children: ComponentChildren }): VNode {
  if (!first) return <td class="utrecht-table__cell">{children}</td>
  return (
    <th class="utrecht-table__cell dv-table__name" scope="row">
      {children}
    </th>
  )
}

export interface DefinitionListProps {
  items: readonly { readonly term: string; readonly value: ComponentChildren }[]
}

export function DefinitionList({ items }: DefinitionListProps): VNode {
  return (
    <dl class="utrecht-data-list dv-facts">
      {items.map((item) => (
        <div key={item.term} class="utrecht-data-list__item dv-facts__item">
          <dt class="utrecht-data-list__item-key">{item.term}</dt>
          <dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
