/** Seeds are whole numbers from 0 to here: what the generators of chance keep of one. */
export const mostSeed = 4_294_967_295

export const isSeed = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= mostSeed
