import type { ComponentChildren } from 'preact'
import './table.css'

/** `wide`: left out on phones, so the first column must say the essentials by itself. */
export type Column<Row> = {
  title: string
  wide?: boolean
  cell: (row: Row) => ComponentChildren
}

type TableProps<Row> = {
  caption: string
  columns: readonly [Column<Row>, ...Column<Row>[]]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}

/** A data table; the first column names the row. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  const [first, ...rest] = columns
  const look = (column: Column<Row>) => (column.wide ? 'table__wide' : undefined)
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" class={look(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{first.cell(row)}</th>
              {rest.map((column) => (
                <td key={column.title} class={look(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowLinkProps = { href: string; children: ComponentChildren }

/** What the row is about. The link covers the row: wherever one clicks, it opens. */
export const RowLink = ({ href, children }: RowLinkProps) => (
  <a class="row-link" href={href}>
    {children}
  </a>
)
