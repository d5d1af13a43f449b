import { Foundation1764000000000 } from "../migrations/1764000000000-foundation";
import { Lists1764100000000 } from "../migrations/1764100000000-lists";
import { Participation1764200000000 } from "../migrations/1764200000000-participation";
import { Listing1764300000000 } from "../migrations/1764300000000-listing";
import { Routing1764400000000 } from "../migrations/1764400000000-routing";
import { Lines1764500000000 } from "../migrations/1764500000000-lines";
import { Clocks1764600000000 } from "../migrations/1764600000000-clocks";
import { Conditions1764700000000 } from "../migrations/1764700000000-conditions";
import { Facts1764800000000 } from "../migrations/1764800000000-facts";
import { CalendarRelease1764900000000 } from "../migrations/1764900000000-calendar-release";
import { Room1765000000000 } from "../migrations/1765000000000-room";
import { ReceiverAndRefusal1765100000000 } from "../migrations/1765100000000-receiver-and-refusal";
import { Informers1765200000000 } from "../migrations/1765200000000-informers";

/** Every migration, oldest first. A migration that has landed is never edited. */
export const MIGRATIONS = [
  Foundation1764000000000,
  Lists1764100000000,
  Participation1764200000000,
  Listing1764300000000,
  Routing1764400000000,
  Lines1764500000000,
  Clocks1764600000000,
  Conditions1764700000000,
  Facts1764800000000,
  CalendarRelease1764900000000,
  Room1765000000000,
  ReceiverAndRefusal1765100000000,
  Informers1765200000000,
];
