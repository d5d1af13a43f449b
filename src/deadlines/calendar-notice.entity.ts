import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import { oneOf } from "../platform/check-constraint";
import type { MarkedDay } from "./calendar.rules";

/** A yearly notice as it was entered; of one year the latest counts. The calendar's version is the latest of all. */
@Entity("calendar_notice")
@Check("ck_notice_origin", oneOf("origin", ["RELEASE", "LOADED"]))
@Index("ix_notice_unsettled", ["version"], { where: "settled_at IS NULL" })
export class CalendarNotice {
  @PrimaryColumn("int", { primaryKeyConstraintName: "pk_calendar_notice" })
  version: number;

  @Column("int")
  year: number;

  /** The notice, in Chinese. */
  @Column("text")
  source: string;

  @Column("jsonb")
  days: readonly MarkedDay[];

  /** RELEASE: came with the program. LOADED: somebody entered it, and the program's own counts no more for that year. */
  @Column("text")
  origin: "RELEASE" | "LOADED";

  @Column("timestamptz", { name: "loaded_at" })
  loadedAt: Date;

  @Column("text", { name: "loaded_by" })
  loadedBy: string;

  /** When no deed could be under way any more that did not know it, and all open deadlines had been counted by it. */
  @Column("timestamptz", { name: "settled_at", nullable: true })
  settledAt: Date | null;
}
