import { Foundation1764000000000 } from "../migrations/1764000000000-foundation";

/** Every migration, oldest first. A migration that has landed is never edited. */
export const MIGRATIONS = [Foundation1764000000000];
