declare const brand: unique symbol

/** A primitive with a unit or an origin: `Brand<number, 'Ticks'>` cannot be swapped with `Brand<number, 'Lots'>`. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
