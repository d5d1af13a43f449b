/** Crockford's base 32: no I, L, O or U, so that a code read over the phone is not misheard. */
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
