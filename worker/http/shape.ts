import type * as v from 'valibot'

export type Schema = v.GenericSchema | v.GenericSchemaAsync

/** A part of a request, and what it must be. `form`: multipart, beside its one file. */
export type Shape = {
  part: 'json' | 'param' | 'query' | 'header' | 'form' | 'urlencoded'
  schema: Schema
}

const shapes = new WeakMap<object, Shape>()

/** Lets what validates say by what: the API's document is made of the very same schemas. */
export const shaped = <M extends object>(part: Shape['part'], schema: Schema, middleware: M): M => {
  shapes.set(middleware, { part, schema })
  return middleware
}

/** What a route's middleware validates, if it does. */
export const shapeOf = (middleware: object): Shape | undefined => shapes.get(middleware)
